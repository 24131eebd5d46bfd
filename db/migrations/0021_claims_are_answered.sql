ALTER TABLE "claims" ADD COLUMN "source" text DEFAULT 'channel' NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "decided_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "decided_by" bigint;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "good_qty" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "defective_qty" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "received_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "replacement_shipment_id" bigint;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "answer" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "answer_verb" text;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "answer_message" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "answer_leased_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "claims_withdrawn" ON "claims" USING btree ("mall_id","id") WHERE state = 'withdrawn' and seen_at is null;--> statement-breakpoint
CREATE INDEX "claims_open" ON "claims" USING btree ("mall_id","kind","id") WHERE state = 'requested';--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_source" CHECK ("claims"."source" in ('channel', 'hand'));--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_received" CHECK (good_qty >= 0 and defective_qty >= 0 and good_qty + defective_qty <= qty);--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_answer" CHECK ("claims"."answer" in ('none', 'sending', 'done', 'failed', 'unknown'));