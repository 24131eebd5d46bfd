-- When a parcel was delivered stood on the parcel alone; its decision remembers it when that comes back.
UPDATE "run_decisions" SET "values" = ARRAY[round(extract(epoch FROM "shipments"."delivered_at") * 1000)::bigint]
FROM "shipments"
WHERE "run_decisions"."mall_id" = "shipments"."mall_id" AND "run_decisions"."shipment_id" = "shipments"."id"
  AND "run_decisions"."rule" = 508 AND "shipments"."delivered_at" IS NOT NULL AND NOT EXISTS (
    SELECT FROM "run_decisions" "later"
    WHERE "later"."mall_id" = "run_decisions"."mall_id" AND "later"."shipment_id" = "run_decisions"."shipment_id"
      AND "later"."rule" = 508 AND "later"."run_id" > "run_decisions"."run_id");
