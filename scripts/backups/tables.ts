import type postgres from 'postgres';
import type { Manifest, Migration, Table } from './notes';

/** Values are written and read in one way, whatever the server's settings and version are. */
export const copySettings = {
  application_name: 'moa backup',
  client_encoding: 'UTF8',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: 1,
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  /** A table that row-level security would thin out is an error. */
  row_security: 'off',
};

/** The tables of the product with the columns that are stored, parents before children. */
export async function readTables(sql: postgres.ISql): Promise<Table[]> {
  const tables = await sql<{ name: string; columns: string[]; parents: string[] }[]>`
    select class.relname as name,
      array(
        select attname::text from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
      ) as columns,
      array(
        select parent.relname::text from pg_constraint
        join pg_class parent on parent.oid = confrelid
        where conrelid = class.oid and contype = 'f' and confrelid <> conrelid
      ) as parents
    from pg_class class
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r'
    order by class.relname`;
  return parentsFirst(tables).map(({ name, columns }) => ({ is: 'table', name, columns }));
}

/** Which migrations made these tables. */
export async function readMigrations(sql: postgres.ISql): Promise<Migration[]> {
  const [journal] = await sql`
    select where to_regclass('drizzle.__drizzle_migrations') is not null`;
  if (!journal) throw new Error('This database holds nothing of Moa.');
  return sql<Migration[]>`
    select hash, created_at::float8 as "createdAt" from drizzle.__drizzle_migrations order by id`;
}

export async function readSequences(sql: postgres.ISql): Promise<Manifest['sequences']> {
  return sql<Manifest['sequences']>`
    select sequencename as name, last_value::text as "lastValue" from pg_sequences
    where schemaname = 'public' order by 1`;
}

export function parentsFirst<T extends { name: string; parents: string[] }>(tables: T[]): T[] {
  const sorted: T[] = [];
  let left = tables;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const free = left.filter(({ parents }) => !parents.some((parent) => waiting.has(parent)));
    if (free.length === 0) throw new Error(`These tables refer to each other: ${[...waiting]}.`);
    sorted.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return sorted;
}
