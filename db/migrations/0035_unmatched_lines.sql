ALTER TABLE "shipments" ADD COLUMN "unmatched_lines" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "shipments" "shipment" SET "unmatched_lines" = "content"."lines"
FROM (
	SELECT "part"."mall_id", "part"."shipment_id", count(*)::int AS "lines"
	FROM "shipments" "open"
	JOIN "shipment_lines" "part" ON "part"."mall_id" = "open"."mall_id" AND "part"."shipment_id" = "open"."id"
	WHERE "open"."is_open" AND "open"."stage" = 'unmatched' AND "part"."composition_id" IS NULL
		AND "part"."order_line_id" IS NOT NULL AND "part"."qty" > 0
	GROUP BY 1, 2
) "content"
WHERE "shipment"."mall_id" = "content"."mall_id" AND "shipment"."id" = "content"."shipment_id";
