-- The courier's program prints the labels of the numbers that came in its sheet.
UPDATE "shipments" SET "printed_count" = 1
WHERE "stage" = 'invoiced' AND "printed_count" = 0 AND EXISTS (
  SELECT FROM "waybills"
  WHERE "waybills"."mall_id" = "shipments"."mall_id" AND "waybills"."shipment_id" = "shipments"."id"
    AND "waybills"."state" = 'issued' AND "waybills"."source" = 'sheet');
