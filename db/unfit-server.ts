import type postgres from 'postgres';

const oldestVersion = 150_000;

/** Refuses a PostgreSQL that is too old, or that could not hold or search Korean text. */
export async function refuseUnfitServer(pool: postgres.Sql): Promise<void> {
  const [server] = await pool<{ version: number; name: string; encoding: string }[]>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_version') as name, current_setting('server_encoding') as encoding`;
  if (!server || server.version < oldestVersion)
    throw new Error(`This is PostgreSQL ${server?.name}. Moa needs 15 or newer.`);
  if (server.encoding !== 'UTF8')
    throw new Error(`The encoding of this database is ${server.encoding}. Moa needs UTF8.`);
  await pool`create extension if not exists pg_trgm`;
  const [row] = await pool<{ parts: number }[]>`select cardinality(show_trgm('블랙')) as parts`;
  if (row?.parts) return;
  throw new Error(
    'This database does not index Hangul: create it with LC_CTYPE C.UTF-8 or another UTF-8 one.',
  );
}
