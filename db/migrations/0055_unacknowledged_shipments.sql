CREATE INDEX "shipments_unacknowledged" ON "shipments" USING btree ("mall_id","id") WHERE is_unacknowledged;--> statement-breakpoint
UPDATE "shipments" "shipment" SET "is_unacknowledged" = true
FROM "order_lines" "line"
JOIN "shipment_lines" "part" ON "part"."mall_id" = "line"."mall_id" AND "part"."order_line_id" = "line"."id"
WHERE "line"."channel_state" = 'paid' AND "part"."qty" > 0
	AND "shipment"."mall_id" = "part"."mall_id" AND "shipment"."id" = "part"."shipment_id"
	AND "shipment"."stage" IN ('shipped', 'delivered') AND NOT "shipment"."is_history" AND NOT "shipment"."is_unacknowledged";