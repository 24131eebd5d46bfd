ALTER TABLE "shipments" ADD COLUMN "question_of" bigint;--> statement-breakpoint
CREATE INDEX "shipments_question" ON "shipments" USING btree ("mall_id","question_of") WHERE question_of is not null;--> statement-breakpoint
ALTER TABLE "shipments" DROP COLUMN "is_bundle_question";