import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ensureAppRole, refuseRoleThatSeesAll } from './app-role';

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
    await ensureAppRole(pool, appRole);
    await applyMigrations(drizzle(pool), { migrationsFolder: folder });
    await refuseRoleThatSeesAll(pool, appRole);
  } finally {
    await pool.end();
  }
}
