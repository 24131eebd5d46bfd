ALTER TABLE "claims" ADD COLUMN "channel_state" text;--> statement-breakpoint
CREATE INDEX "claims_unapproved" ON "claims" USING btree ("mall_id","id") WHERE kind = 'return' and state in ('accepted', 'done') and channel_state in ('requested', 'accepted');--> statement-breakpoint
-- What was decided here the channel may not have heard of: the next reading says.
UPDATE "claims" SET "channel_state" = CASE WHEN "decided_at" IS NOT NULL AND "state" = 'accepted' THEN 'requested' ELSE "state" END
WHERE "source" = 'channel';
