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
  -- What was done stays written. Retention takes reasons out of the detail, and changes nothing else.
  EXECUTE format('REVOKE UPDATE, DELETE ON audit_events FROM %I', app_role);
  EXECUTE format('GRANT UPDATE (detail) ON audit_events TO %I', app_role);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', app_role);
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', app_role);
END
$$;
--> statement-breakpoint
SELECT moa_protect_tables();
