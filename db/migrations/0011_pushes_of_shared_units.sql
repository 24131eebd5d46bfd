DROP INDEX "pushes_unit";--> statement-breakpoint
CREATE INDEX "order_lines_unit" ON "order_lines" USING btree ("mall_id","channel_id","channel_unit_no");--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_unit" ON "pushes" USING btree ("mall_id","shipment_id","channel_id","order_id","channel_unit_no","revision");