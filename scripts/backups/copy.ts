import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import type { Table } from './notes';

/** The rows of a table in COPY's text format, in which each row is one line. */
export async function* copyOut(
  sql: postgres.ISql,
  { name, columns }: Table,
): AsyncGenerator<Buffer> {
  const copy = sql`copy ${sql(`public.${name}`)} (${sql(columns)}) to stdout`;
  const stream = await copy.readable();
  yield* stream;
  // When the last piece was large, the driver leaves its socket paused; asking for more wakes it.
  stream._read(0);
}

/** Loads what copyOut gave. */
export async function copyIn(
  sql: postgres.ISql,
  { name, columns }: Table,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  const copy = sql`copy ${sql(`public.${name}`)} (${sql(columns)}) from stdin`;
  // The driver drops an error that comes after it has handed out the stream, and never ends it.
  const failed = new Promise<never>((_, reject) => Object.assign(copy, { reject }));
  const stream = await Promise.race([copy.writable(), failed]);
  await Promise.race([pipeline(Readable.from(rows, { objectMode: false }), stream), failed]);
}
