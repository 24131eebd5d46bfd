ALTER TABLE "order_lines" DROP CONSTRAINT "order_lines_mall_id_order_id_orders_mall_id_id_fk";
--> statement-breakpoint
DROP INDEX "order_lines_unit";