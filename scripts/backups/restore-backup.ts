import postgres from 'postgres';
import { migrate } from '@/db/migrate';
import { copyIn } from './copy';
import { lookBeforeTelling } from './look-before-telling';
import { refuseUnknown, withFirstMigrations } from './migrations-until';
import type { Manifest } from './notes';
import { type Contents, readBackup } from './read-backup';
import { copySettings, readTables } from './tables';
import { writeBackup } from './write-backup';

export type Target = {
  ownerUrl: string;
  appRole: string;
  migrationsFolder: string;
  /** Replace what the database holds, once it stands in `keepAs`, a backup with this `keyId`. */
  force: { keepAs: string; keyId: string; now: Date } | null;
};

/**
 * Puts a backup into a database: makes the schema it was taken from, loads the rows, and then
 * migrates to this version's. The whole file is checked before anything is touched.
 */
export async function restoreBackup(file: string, target: Target): Promise<Contents> {
  const { ownerUrl, migrationsFolder, force } = target;
  const { manifest } = await readBackup(file);
  await refuseUnknown(migrationsFolder, manifest.migrations);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connection: copySettings });
  try {
    const isFull = await holdsRows(sql);
    if (isFull && !force)
      throw new Error(
        'The database is not empty. To replace all it holds: npm run restore -- <file> --force',
      );
    if (!isFull || !force) return await replaceAll(sql, file, manifest, target);
    await writeBackup(ownerUrl, force.keepAs, force);
    return await replaceAll(sql, file, manifest, target).catch((error) => {
      throw new Error(
        `${error instanceof Error ? error.message : error}\nThe restore was broken off. ` +
          `What the database held before: npm run restore -- ${force.keepAs} --force`,
      );
    });
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function replaceAll(
  sql: postgres.Sql,
  file: string,
  manifest: Manifest,
  { ownerUrl, appRole, migrationsFolder }: Target,
): Promise<Contents> {
  await sql.begin(emptyDatabase);
  await withFirstMigrations(migrationsFolder, manifest.migrations.length, (folder) =>
    migrate(ownerUrl, appRole, folder),
  );
  const contents = await sql.begin((tx) => load(tx, file));
  await migrate(ownerUrl, appRole, migrationsFolder);
  await sql`analyze`;
  return contents;
}

async function holdsRows(sql: postgres.Sql): Promise<boolean> {
  for (const { name } of await readTables(sql)) {
    const [row] = await sql`select from ${sql(`public.${name}`)} limit 1`;
    if (row) return true;
  }
  return false;
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
  await lookBeforeTelling(tx);
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
