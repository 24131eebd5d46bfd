import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

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

async function ensureAppRole(pool: postgres.Sql, appRole: string) {
  const [existing] = await pool`select from pg_roles where rolname = ${appRole}`;
  const role = pool(appRole);
  try {
    if (!existing) await pool`create role ${role} nologin nobypassrls`;
    const [mayAct] =
      await pool`select pg_has_role(current_user, ${appRole}, 'MEMBER') and exists (select from pg_roles where rolname = current_user and rolsuper) as yes`;
    if (!mayAct?.yes) await grantToCurrentUser(pool, appRole);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || error.code !== '42501') throw error;
    throw new Error(
      `This database user may not make the role ${appRole}. A database administrator has to run:\n` +
        `  CREATE ROLE ${appRole} NOLOGIN NOBYPASSRLS;\n` +
        `  GRANT ${appRole} TO <the user of DATABASE_URL>;`,
    );
  }
}

async function grantToCurrentUser(pool: postgres.Sql, appRole: string) {
  const [server] = await pool`select current_setting('server_version_num')::int as version`;
  const role = pool(appRole);
  if (Number(server?.version) >= 160_000) await pool`grant ${role} to current_user with set true`;
  else await pool`grant ${role} to current_user`;
}

async function refuseRoleThatSeesAll(pool: postgres.Sql, appRole: string) {
  const [role] =
    await pool`select rolsuper or rolbypassrls as sees_all from pg_roles where rolname = ${appRole}`;
  const [owned] =
    await pool`select count(*)::int as tables from pg_tables where schemaname = 'public' and tableowner = ${appRole}`;
  if (role?.sees_all || Number(owned?.tables) > 0)
    throw new Error(
      `The role ${appRole} could read the rows of every mall. Give it no ownership and no BYPASSRLS.`,
    );
}
