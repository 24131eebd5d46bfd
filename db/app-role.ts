import postgres from 'postgres';

/** Makes the role that sees one mall at a time, and lets the owner act as it. */
export async function ensureAppRole(pool: postgres.Sql, appRole: string): Promise<void> {
  const role = pool(appRole);
  try {
    const [existing] = await pool`select from pg_roles where rolname = ${appRole}`;
    if (!existing) await pool`create role ${role} nologin nobypassrls`;
    if (await mayActAs(pool, appRole)) return;
    const withSet = (await serverVersion(pool)) >= 160_000 ? pool`with set true` : pool``;
    await pool`grant ${role} to current_user ${withSet}`;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || error.code !== '42501') throw error;
    throw new Error(
      `This database user may not make the role ${appRole}. A database administrator has to run:\n` +
        `  CREATE ROLE ${appRole} NOLOGIN NOBYPASSRLS;\n` +
        `  GRANT ${appRole} TO <the user of DATABASE_URL>;`,
    );
  }
}

export async function refuseRoleThatSeesAll(pool: postgres.Sql, appRole: string): Promise<void> {
  const [role] =
    await pool`select rolsuper or rolbypassrls as sees_all from pg_roles where rolname = ${appRole}`;
  const [owned] =
    await pool`select count(*)::int as tables from pg_tables where schemaname = 'public' and tableowner = ${appRole}`;
  if (role?.sees_all || Number(owned?.tables) > 0)
    throw new Error(
      `The role ${appRole} could read the rows of every mall. Give it no ownership and no BYPASSRLS.`,
    );
}

/** From PostgreSQL 16 on, a member may act as a role only where SET was granted with it. */
async function mayActAs(pool: postgres.Sql, appRole: string): Promise<boolean> {
  const privilege = (await serverVersion(pool)) >= 160_000 ? 'SET' : 'MEMBER';
  const [row] = await pool<{ yes: boolean }[]>`
    select pg_has_role(current_user, ${appRole}::name, ${privilege}) as yes`;
  return row?.yes ?? false;
}

async function serverVersion(pool: postgres.Sql): Promise<number> {
  const [row] = await pool`select current_setting('server_version_num')::int as version`;
  return Number(row?.version);
}
