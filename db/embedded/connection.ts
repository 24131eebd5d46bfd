import postgres from 'postgres';
import { type Cluster, superuser } from './cluster';

export const database = 'moa';

/** The owner's address of a database of this cluster. */
export function ownerUrl(cluster: Cluster, port: number, name = database): string {
  return `postgres://${superuser}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${name}`;
}

/** Whether this cluster, and no other on the same port, takes queries now. */
export async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const sql = connect(cluster, port);
  try {
    const [row] = await sql<{ dir: string }[]>`select current_setting('data_directory') as dir`;
    return row?.dir === cluster.dir;
  } catch (error) {
    if (!notYet.has(codeOf(error))) throw error;
    return false;
  } finally {
    await sql.end();
  }
}

/** Makes the product's database. */
export async function prepareDatabase(cluster: Cluster, port: number): Promise<void> {
  const sql = connect(cluster, port);
  try {
    const existing = await sql`select 1 from pg_database where datname = ${database}`;
    if (existing.length === 0) await sql`create database ${sql(database)}`.catch(ifNotThere);
  } finally {
    await sql.end();
  }
}

/** Not listening yet, or recovering after a crash. Anything else, a wrong password say, is final. */
const notYet = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECTION_CLOSED',
  'CONNECT_TIMEOUT',
  '57P03',
]);

/** Two starts at once may both create; the later one's refusal is what it wanted. */
const alreadyThere = new Set(['42P04', '23505']);

function ifNotThere(error: unknown): void {
  if (!alreadyThere.has(codeOf(error))) throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function connect(cluster: Cluster, port: number): postgres.Sql {
  const url = ownerUrl(cluster, port, 'postgres');
  return postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
}
