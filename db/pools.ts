import { env } from '@/lib/env';
import { connect } from './client';

type Pools = { app: ReturnType<typeof connect>; system: ReturnType<typeof connect> };

/** One pair of pools a process, also over the module reloads of development. */
const held = globalThis as typeof globalThis & { moaPools?: Pools };

/** Points this process at a database. Done by itself, from the environment, at first use. */
export function openPools(url: string, appRole: string, max = 10): Pools {
  held.moaPools = {
    app: connect(url, { role: appRole, max }),
    system: connect(url, { max: 3 }),
  };
  return held.moaPools;
}

/** Whether they are still this process's own. */
export const areOpen = (known: Pools) => held.moaPools === known;

function pools(): Pools {
  if (held.moaPools) return held.moaPools;
  const { databaseUrl, appRole } = env();
  if (!databaseUrl) throw new Error('DATABASE_URL is not set for this process.');
  return openPools(databaseUrl, appRole);
}

/** The pool of the role that sees one mall at a time; lib/context alone uses it. */
export const appDb = () => pools().app.db;

/** The owner's pool, past row-level security: for lib/auth and lib/system only. */
export const systemDb = () => pools().system.db;

/** Raw connections for LISTEN and advisory locks of the jobs process. */
export const systemPool = () => pools().system.pool;

export async function closePools(): Promise<void> {
  const open = held.moaPools;
  delete held.moaPools;
  if (open) await Promise.all([open.app.pool.end(), open.system.pool.end()]);
}
