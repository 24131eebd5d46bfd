ALTER TABLE "shipments" ADD COLUMN "is_bundle" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "shipments" "shipment" SET "is_bundle" = true
FROM (
	SELECT "part"."mall_id", "part"."shipment_id"
	FROM "shipments" "open"
	JOIN "shipment_lines" "part" ON "part"."mall_id" = "open"."mall_id" AND "part"."shipment_id" = "open"."id"
	WHERE "open"."is_open" AND "part"."qty" > 0
	GROUP BY 1, 2
	HAVING count(DISTINCT "part"."home_shipment_id") > 1
) "bundle"
WHERE "shipment"."mall_id" = "bundle"."mall_id" AND "shipment"."id" = "bundle"."shipment_id";
