import type postgres from 'postgres';

/** The tables whose rows differ between two databases, in number or in any value. */
export async function differingTables(one: postgres.Sql, other: postgres.Sql): Promise<string[]> {
  const [ours, theirs] = [await digests(one), await digests(other)];
  return [...ours]
    .filter(([table, digest]) => theirs.get(table) !== digest)
    .map(([table]) => table);
}

async function digests(pool: postgres.Sql): Promise<Map<string, string>> {
  const tables = await pool`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
  const found = new Map<string, string>();
  for (const { relname } of tables) {
    const [row] = await pool.unsafe(`
      select count(*) || ' ' || coalesce(sum(hashtextextended(one::text, 0)), 0) as digest
      from ${relname} one`);
    found.set(relname, String(row?.digest));
  }
  return found;
}
