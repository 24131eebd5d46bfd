import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import postgres from 'postgres';

/** Held as long as its connection lives, so that no crash can leave it behind. */
export type Lock = { lost: Promise<void>; release(): Promise<void> };

const lockClass = 7_120_002;

/** A machine that lost its power says no goodbye: the server asks whether it is still there. */
const lostWithinAMinute = {
  tcp_keepalives_idle: 30,
  tcp_keepalives_interval: 10,
  tcp_keepalives_count: 3,
};

/** Takes the lock of a data directory; null when another process of Moa holds it. */
export async function takeLock(url: string, dataDir: string): Promise<Lock | null> {
  let onLost = () => {};
  const lost = new Promise<void>((resolve) => {
    onLost = resolve;
  });
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onclose: () => onLost(),
    connection: {
      application_name: 'moa supervisor',
      idle_session_timeout: 0,
      ...lostWithinAMinute,
    },
  });
  const [row] = await sql<{ taken: boolean }[]>`
    select pg_try_advisory_lock(${lockClass}::int, ${numberOf(dataDir)}::int) as taken`;
  if (row?.taken) return { lost, release: () => sql.end() };
  await sql.end();
  return null;
}

/** How many installations of Moa run on this database now, each with its own data directory. */
export async function countInstallations(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql<{ held: number }[]>`
    select count(*)::int as held from pg_locks
    where locktype = 'advisory' and classid = ${lockClass} and granted
      and database = (select oid from pg_database where datname = current_database())`;
  await sql.end();
  return row?.held ?? 0;
}

/** Several machines may serve one database, each from its own data directory. */
function numberOf(dataDir: string): number {
  return createHash('sha256').update(`${hostname()}:${dataDir}`).digest().readInt32BE();
}
