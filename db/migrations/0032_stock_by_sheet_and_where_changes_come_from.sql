ALTER TABLE "uploads" DROP CONSTRAINT "uploads_purpose";--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "address" text DEFAULT nullif(current_setting('app.address', true), '');--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_purpose" CHECK ("uploads"."purpose" in ('orders', 'waybills', 'matches', 'variants', 'counts'));