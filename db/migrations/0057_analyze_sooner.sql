-- A tenth of a table with millions of rows is whole months of a new mall, of which statistics knew nothing.
ALTER TABLE orders SET (autovacuum_analyze_scale_factor = 0.01);
--> statement-breakpoint
ALTER TABLE order_lines SET (autovacuum_analyze_scale_factor = 0.01);
--> statement-breakpoint
ALTER TABLE shipments SET (autovacuum_analyze_scale_factor = 0.01);
--> statement-breakpoint
ALTER TABLE shipment_lines SET (autovacuum_analyze_scale_factor = 0.01);
--> statement-breakpoint
ALTER TABLE recipients SET (autovacuum_analyze_scale_factor = 0.01);
--> statement-breakpoint
ALTER TABLE pushes SET (autovacuum_analyze_scale_factor = 0.01);
