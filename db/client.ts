import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Database = PostgresJsDatabase;

/**
 * Ids and money stay below 2^53; ids of channels are text. Arrays of numbers travel without quotes:
 * the driver's own way with each member takes five times as long, which 100,000 ids feel.
 */
const types = {
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  bigints: { to: 1016, from: [1016], serialize: numberArray, parse: parseNumberArray },
  integers: { to: 1007, from: [1007], serialize: numberArray, parse: parseNumberArray },
};

type PoolOptions = { role?: string; max: number };

/** A pool and its Drizzle face. With a role it can only do what that role may. */
export function connect(url: string, { role, max }: PoolOptions) {
  const pool = postgres(url, {
    max,
    types,
    onnotice: () => {},
    idle_timeout: 60,
    connection: {
      application_name: 'moa',
      TimeZone: 'UTC',
      statement_timeout: 120_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 30_000,
      ...(role ? { role } : {}),
    },
  });
  return { pool, db: drizzle(pool) };
}

function numberArray(numbers: readonly (number | null)[]): string {
  const text = JSON.stringify(numbers);
  if (text.includes('null') && numbers.some(isLost)) throw new TypeError('Not all are numbers.');
  return `{${text.slice(1, -1)}}`;
}

/** JSON writes it as null. */
function isLost(member: unknown): boolean {
  return member !== null && !Number.isFinite(member);
}

function parseNumberArray(text: string): (number | null)[] {
  return JSON.parse(`[${text.slice(1, -1).replaceAll('NULL', 'null')}]`);
}
