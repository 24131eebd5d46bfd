import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Database = PostgresJsDatabase;

/** Ids and money stay below 2^53; ids of channels are text. */
const int8AsNumber = {
  bigint: { to: 20, from: [20], serialize: String, parse: (text: string) => Number(text) },
};

type PoolOptions = { role?: string; max: number };

/** A pool and its Drizzle face. With a role it can only do what that role may. */
export function connect(url: string, { role, max }: PoolOptions) {
  const pool = postgres(url, {
    max,
    types: int8AsNumber,
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
