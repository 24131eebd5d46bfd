import postgres from 'postgres';
import { migrate } from '@/db/migrate';
import { copyIn } from './copy';
import { refuseUnknown, withFirstMigrations } from './migrations-until';
import { type Contents, readBackup } from './read-backup';
import { copySettings, readTables } from './tables';

export type Target = {
  ownerUrl: string;
  appRole: string;
  migrationsFolder: string;
  /** Replace what the database holds. */
  force: boolean;
};

/**
 * Puts a backup into a database: makes the schema it was taken from, loads the rows, and then
 * migrates to this version's. The whole file is checked before anything is touched.
 */
export async function restoreBackup(file: string, target: Target): Promise<Contents> {
  const { ownerUrl, appRole, migrationsFolder } = target;
  const { manifest } = await readBackup(file);
  await refuseUnknown(migrationsFolder, manifest.migrations);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connection: copySettings });
  try {
    if (!target.force) await refuseFull(sql);
    await sql.begin(emptyDatabase);
    await withFirstMigrations(migrationsFolder, manifest.migrations.length, (folder) =>
      migrate(ownerUrl, appRole, folder),
    );
    const contents = await sql.begin((tx) => load(tx, file));
    await migrate(ownerUrl, appRole, migrationsFolder);
    await sql`analyze`;
    return contents;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function refuseFull(sql: postgres.Sql): Promise<void> {
  for (const { name } of await readTables(sql)) {
    const [row] = await sql`select from ${sql(`public.${name}`)} limit 1`;
    if (!row) continue;
    throw new Error(
      'The database is not empty. To replace all it holds: npm run restore -- <file> --force',
    );
  }
}

/** Drops what migrations made, and leaves what is a database administrator's: schema, extensions. */
async function emptyDatabase(tx: postgres.TransactionSql): Promise<void> {
  await tx`drop schema if exists drizzle cascade`;
  const drops = await tx<{ statement: string }[]>`
    select format('drop table if exists %s cascade', oid::regclass) as statement from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    union all
    select format('drop routine if exists %s cascade', oid::regprocedure) from pg_proc
    where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`;
  for (const { statement } of drops) await tx.unsafe(statement);
}

async function load(tx: postgres.TransactionSql, file: string): Promise<Contents> {
  const tables = await readTables(tx);
  await tx`truncate ${tx(tables.map(({ name }) => `public.${name}`))}`;
  const contents = await readBackup(file, (table, rows) => copyIn(tx, table, rows));
  for (const [name, expected] of contents.rows) await checkCount(tx, name, expected);
  for (const { name, lastValue } of contents.manifest.sequences) {
    if (lastValue === null) continue;
    await tx`select setval(format('public.%I', ${name}::text), ${lastValue}::bigint)`;
  }
  return contents;
}

async function checkCount(
  tx: postgres.TransactionSql,
  name: string,
  expected: number,
): Promise<void> {
  const [row] = await tx<{ found: number }[]>`
    select count(*)::float8 as found from ${tx(`public.${name}`)}`;
  if (row?.found !== expected) throw new Error(`${name} has ${row?.found} of ${expected} rows.`);
}
