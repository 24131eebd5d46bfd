-- What is priced in another currency is no won: parcels count it as nothing.
WITH "foreign_line" AS (
  UPDATE "shipment_lines" SET "amount" = 0
  FROM "order_lines"
  WHERE "order_lines"."mall_id" = "shipment_lines"."mall_id" AND "order_lines"."id" = "shipment_lines"."order_line_id"
    AND "order_lines"."currency" <> 'KRW' AND "shipment_lines"."amount" <> 0
  RETURNING "shipment_lines"."mall_id", "shipment_lines"."shipment_id", "shipment_lines"."id"
), "in_won" AS (
  SELECT "line"."mall_id", "line"."shipment_id", sum(CASE WHEN "foreign_line"."id" IS NULL THEN "line"."amount" ELSE 0 END) AS "amount"
  FROM "shipment_lines" "line"
  LEFT JOIN "foreign_line" ON "foreign_line"."mall_id" = "line"."mall_id" AND "foreign_line"."id" = "line"."id"
  WHERE ("line"."mall_id", "line"."shipment_id") IN (SELECT "mall_id", "shipment_id" FROM "foreign_line")
  GROUP BY "line"."mall_id", "line"."shipment_id"
)
UPDATE "shipments" SET "amount" = "in_won"."amount"
FROM "in_won"
WHERE "shipments"."mall_id" = "in_won"."mall_id" AND "shipments"."id" = "in_won"."shipment_id";
