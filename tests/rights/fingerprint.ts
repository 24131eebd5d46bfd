import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';

/** One text for every row that a mall owns, by table: two are equal when nothing was written. */
export async function fingerprintOf(mallId: number): Promise<Record<string, string>> {
  const tables = await rows<{ table: string }>(
    systemDb(),
    sql`
    select table_name as "table" from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'mall_id'
    order by 1`,
  );
  const members = sql`
    select 'users' as name, md5(string_agg(users::text, ' ' order by users.id)) as print
    from users join memberships on memberships.user_id = users.id
    where memberships.mall_id = ${mallId}`;
  const owned = tables.map(
    ({ table }) => sql`
    select ${table} as name, md5(string_agg(owned::text, ' ' order by owned::text)) as print
    from ${sql.identifier(table)} owned where mall_id = ${mallId}`,
  );
  const prints = await rows<{ name: string; print: string | null }>(
    systemDb(),
    sql.join([members, ...owned], sql` union all `),
  );
  return Object.fromEntries(prints.map(({ name, print }) => [name, print ?? 'empty']));
}
