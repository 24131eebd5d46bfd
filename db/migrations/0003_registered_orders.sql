ALTER TABLE "shipment_lines" DROP CONSTRAINT "shipment_lines_mall_id_home_shipment_id_shipments_mall_id_id_fk";
--> statement-breakpoint
CREATE INDEX "orders_registered" ON "orders" USING btree ("mall_id","channel_id","created_at") WHERE source <> 'channel';