CREATE INDEX "collection_runs_first" ON "collection_runs" USING btree ("mall_id","channel_id","window_from") WHERE kind = 'first' and state = 'done';--> statement-breakpoint
CREATE INDEX "collection_runs_looked_back" ON "collection_runs" USING btree ("mall_id","channel_id","window_to") WHERE kind in ('reread', 'manual', 'claims') and state = 'done'
        and (cursor ->> 'hasLookedBack')::bool;