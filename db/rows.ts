import type { SQL } from 'drizzle-orm';
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

const dialect = new PgDialect();

/** For a statement that comes again and again with other values: the database plans it once. */
export async function executePrepared(tx: Tx, statement: SQL): Promise<void> {
  const query = dialect.sqlToQuery(statement);
  await tx._.session.prepareQuery(query, undefined, 'prepared', false).execute();
}
