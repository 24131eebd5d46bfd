DROP INDEX "shipments_open";--> statement-breakpoint
DROP INDEX "shipments_closed";--> statement-breakpoint
CREATE INDEX "shipments_open" ON "shipments" USING btree ("mall_id","paid_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE is_open;--> statement-breakpoint
CREATE INDEX "shipments_closed" ON "shipments" USING btree ("mall_id","paid_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE not is_open;