import { setImmediate } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Database } from './client';

export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

/** The rows of a statement, as the statement names them: bigint as number, times as text. */
export async function rows<Row extends object>(
  tx: Pick<Tx, 'execute'>,
  statement: SQL,
): Promise<Row[]> {
  return (await tx.execute(statement)) as unknown as Row[];
}

/** Exactly one row; anything else is a bug of the caller. */
export async function oneRow<Row extends object>(
  tx: Pick<Tx, 'execute'>,
  statement: SQL,
): Promise<Row> {
  const [row, ...others] = await rows<Row>(tx, statement);
  if (!row || others.length > 0) throw new Error(`Expected one row, got ${row ? 'more' : 'none'}`);
  return row;
}

export type Columns<Row> = { [Name in keyof Row]: Row[Name][] };

/**
 * Columns, each as one array. Row by row, each number is a text of its own to the driver, and tens of
 * thousands of rows take it several times as long.
 */
export function asArrays(names: readonly string[]): SQL {
  const arrays = names.map((name) => {
    const column = sql.identifier(name);
    return sql`array_agg(${column}) as ${column}`;
  });
  return sql.join(arrays, sql`, `);
}

/** No rows come as no arrays. */
export function columnsIn<Row>(
  found: { [Name in keyof Row]?: Row[Name][] | null },
  names: readonly (keyof Row)[],
): Columns<Row> {
  return Object.fromEntries(names.map((name) => [name, found[name] ?? []])) as Columns<Row>;
}

/** Sends statements one behind the other: the database works on one while the next is written. */
export async function sendAll<Results extends unknown[]>(
  ...sends: { [Each in keyof Results]: () => Promise<Results[Each]> }
): Promise<Results> {
  const sent: Promise<unknown>[] = [];
  for (const send of sends) {
    const next = send();
    // Its error is thrown when its turn comes.
    next.catch(() => {});
    sent.push(next);
    // Lets the driver send it.
    await setImmediate();
  }
  return (await Promise.all(sent)) as Results;
}

const dialect = new PgDialect();

/** For a statement that comes again and again with other values: the database plans it once. */
export async function executePrepared(tx: Tx, statement: SQL): Promise<void> {
  const query = dialect.sqlToQuery(statement);
  await tx._.session.prepareQuery(query, undefined, 'prepared', false).execute();
}
