-- Tenancy and physical layout: what the table builder cannot say.
-- The role's name comes from the migrating connection (moa.app_role).
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Each table with a mall_id, but for memberships, is reached only inside its mall. Later migrations call this again.
CREATE OR REPLACE FUNCTION moa_protect_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  protected record;
  app_role text := current_setting('moa.app_role');
BEGIN
  FOR protected IN
    SELECT class.oid::regclass AS name, class.relrowsecurity AS is_protected
    FROM pg_class class
    JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attname = 'mall_id'
    WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r'
      AND class.relname <> 'memberships'
  LOOP
    IF NOT protected.is_protected THEN
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected.name);
      EXECUTE format(
        'CREATE POLICY own_mall ON %s USING (mall_id = nullif(current_setting(''app.mall_id'', true), '''')::bigint)',
        protected.name);
    END IF;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', protected.name, app_role);
  END LOOP;
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', app_role);
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', app_role);
END
$$;
--> statement-breakpoint
SELECT moa_protect_tables();
--> statement-breakpoint
ALTER TABLE shipments SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE shipment_lines SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE order_lines SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE stock SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE pushes SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE waybill_ranges SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE upload_rows SET (fillfactor = 50);
--> statement-breakpoint
CREATE INDEX variants_search ON variants USING gin (search_text gin_trgm_ops);
--> statement-breakpoint
-- LIKE and % are not leakproof, so row-level security would keep the trigram index out of the plan.
CREATE FUNCTION moa_search_variants(query text, max_rows integer)
RETURNS TABLE (variant_id bigint, similarity real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.25 AS $$
  SELECT variant.id, word_similarity(query, variant.search_text)
  FROM variants variant
  WHERE variant.mall_id = nullif(current_setting('app.mall_id', true), '')::bigint
    AND (query <% variant.search_text OR variant.search_text LIKE '%' || replace(replace(query, '\', '\\'), '%', '\%') || '%')
  ORDER BY word_similarity(query, variant.search_text) DESC, variant.id
  LIMIT max_rows
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION moa_search_variants FROM PUBLIC;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION moa_search_variants TO %I', current_setting('moa.app_role'));
END $$;
--> statement-breakpoint
-- Two malls may hold ranges of one contract; their numbers must never overlap, and neither may read the other's.
CREATE FUNCTION moa_range_is_taken(range_courier text, contract text, first_serial bigint, last_serial bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM waybill_ranges range
    JOIN courier_accounts account
      ON account.mall_id = range.mall_id AND account.id = range.courier_account_id
    WHERE account.courier = range_courier AND account.contract_code = contract
      AND range.from_serial <= last_serial AND first_serial <= range.to_serial
  )
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION moa_range_is_taken FROM PUBLIC;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION moa_range_is_taken TO %I', current_setting('moa.app_role'));
END $$;
