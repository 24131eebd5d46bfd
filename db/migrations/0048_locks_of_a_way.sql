ALTER TABLE "shipments" ADD COLUMN "is_locked_by_method" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "shipments" "shipment" SET "is_locked_by_method" = true
WHERE "shipment"."is_method_chosen" AND "shipment"."is_bundle_locked" AND NOT coalesce((
	SELECT "decision"."before"[1] = 1 FROM "run_decisions" "decision"
	WHERE "decision"."mall_id" = "shipment"."mall_id" AND "decision"."rule" = 506 AND "decision"."before" IS NOT NULL
		AND "decision"."shipment_id" IN ("shipment"."id", "shipment"."split_group")
	ORDER BY "decision"."shipment_id" = "shipment"."id" DESC, "decision"."run_id" DESC LIMIT 1
), false);
