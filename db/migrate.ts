import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ensureAppRole, grantToAppRole, proveAppRole, refuseRoleThatSeesAll } from './app-role';
import { refuseUnfitServer } from './unfit-server';

const MIGRATION_LOCK = 7_120_001;
export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Brings the database to this version's schema, one process at a time, and makes the app's role. */
export async function migrate(
  ownerUrl: string,
  appRole: string,
  folder = migrationsFolder,
): Promise<void> {
  const pool = postgres(ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { 'moa.app_role': appRole, lock_timeout: 0 },
  });
  try {
    await pool`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await refuseUnfitServer(pool);
    await refuseNewerSchema(pool, folder);
    await ensureAppRole(pool, appRole);
    await applyMigrations(drizzle(pool), { migrationsFolder: folder });
    await grantToAppRole(pool, appRole);
    await refuseRoleThatSeesAll(pool, appRole);
    await proveAppRole(ownerUrl, appRole);
  } finally {
    await pool.end();
  }
}

/** What an older Moa would write into tables that it does not know is anybody's guess. */
async function refuseNewerSchema(pool: postgres.Sql, folder: string): Promise<void> {
  const [journal] = await pool`
    select where to_regclass('drizzle.__drizzle_migrations') is not null`;
  if (!journal) return;
  const [last] = await pool<{ createdAt: number }[]>`
    select created_at::float8 as "createdAt" from drizzle.__drizzle_migrations
    order by created_at desc limit 1`;
  const known = readMigrationFiles({ migrationsFolder: folder });
  if (!last || known.some(({ folderMillis }) => folderMillis === last.createdAt)) return;
  throw new Error(
    'This database was last used by a newer or a different version of Moa. Start that one, ' +
      'or restore a backup that this one has taken.',
  );
}
