ALTER TABLE "collection_runs" ADD COLUMN "grown_order_ids" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "quarantined_orders" ADD COLUMN "part_no" text;