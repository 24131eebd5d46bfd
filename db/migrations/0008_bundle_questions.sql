ALTER TABLE "bundle_answers" ADD COLUMN "recipient_a" bigint;--> statement-breakpoint
ALTER TABLE "bundle_answers" ADD COLUMN "recipient_b" bigint;--> statement-breakpoint
ALTER TABLE "bundle_answers" ADD COLUMN "replaced" jsonb;--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "is_bundle_question" boolean DEFAULT false NOT NULL;