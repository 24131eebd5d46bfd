import postgres from 'postgres';
import { connect } from './client';

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

/** At every start: a database that was moved, or a role of another name, has none of the grants. */
export async function grantToAppRole(pool: postgres.Sql, appRole: string): Promise<void> {
  const functions = await pool<{ name: string; signature: string }[]>`
    select proname as name, oid::regprocedure::text as signature from pg_proc
    where pronamespace = 'public'::regnamespace and proname like 'moa\\_%'`;
  await pool.begin(async (tx) => {
    for (const { name, signature } of functions) {
      if (name === 'moa_protect_tables') {
        await tx`select moa_protect_tables()`;
        continue;
      }
      await tx.unsafe(`revoke all on function ${signature} from public`);
      await tx`grant execute on function ${tx.unsafe(signature)} to ${tx(appRole)}`;
    }
  });
}

/** A pooler in between may drop the wish for a role: then every mall would see all the others. */
export async function proveAppRole(ownerUrl: string, appRole: string): Promise<void> {
  const { pool } = connect(ownerUrl, { role: appRole, max: 1 });
  try {
    const [row] = await pool<{ name: string }[]>`select current_user::text as name`;
    if (row?.name === appRole) return;
    throw new Error(
      `Moa does not get the role ${appRole} but works as ${row?.name}. Let DATABASE_URL lead to ` +
        'PostgreSQL itself, past any transaction pooler.',
    );
  } finally {
    await pool.end();
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
