DROP INDEX "claims_incoming";--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "sent_qty" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "claims_incoming" ON "claims" USING btree ("mall_id","id") WHERE state in ('accepted', 'done') and good_qty + defective_qty < case kind when 'cancel' then sent_qty else qty end;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_sent" CHECK (sent_qty >= 0 and (kind = 'cancel' or sent_qty = 0));