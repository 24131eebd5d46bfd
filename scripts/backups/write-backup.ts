import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { type Frame, writeBackupFile } from './backup-file';
import { copyOut } from './copy';
import type { Note, Table } from './notes';
import { copySettings, readMigrations, readSequences, readTables } from './tables';

type Origin = { keyId: string; now: Date };

type Written = { tables: number; rows: number };

const pieceBytes = 256 * 1024;
const lineEnd = 10;

/** Writes all that the product has stored, as of one moment, into one file. */
export async function writeBackup(
  ownerUrl: string,
  file: string,
  origin: Origin,
): Promise<Written> {
  // A connection that is replaced, by its age say, takes the transaction with it.
  const options = { max: 1, max_lifetime: null, idle_timeout: 0 };
  const sql = postgres(ownerUrl, { ...options, onnotice: () => {}, connection: copySettings });
  const written = { tables: 0, rows: 0 };
  try {
    await writeBackupFile(file, backupFrames(sql, origin, written));
  } finally {
    await sql.end({ timeout: 0 });
  }
  return written;
}

/** `sql` has one connection, on which one transaction lasts from the first frame to the last. */
export async function* backupFrames(
  sql: postgres.Sql,
  { keyId, now }: Origin,
  written: Written = { tables: 0, rows: 0 },
): AsyncGenerator<Frame> {
  await sql`begin isolation level repeatable read read only`;
  const moment = await momentOf(sql);
  const tables = await readTables(sql);
  yield frameOf({
    is: 'manifest',
    takenAt: now.toISOString(),
    keyId,
    migrations: await readMigrations(sql),
    sequences: await readSequences(sql),
  });
  for (const table of tables) {
    yield frameOf(table);
    const end = yield* tableFrames(sql, table);
    yield frameOf(end);
    written.tables += 1;
    written.rows += end.rows;
  }
  if ((await momentOf(sql)) !== moment)
    throw new Error('The connection was lost on the way: the tables are not of one moment.');
  yield frameOf({ is: 'complete', tables: tables.length });
}

/** The same as long as the same transaction lasts. */
async function momentOf(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ moment: string }[]>`
    select concat(pg_backend_pid(), ' ', now(), ' ', pg_current_snapshot()) as moment`;
  return row?.moment ?? '';
}

async function* tableFrames(sql: postgres.Sql, table: Table) {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const piece of inPieces(copyOut(sql, table))) {
    hash.update(piece);
    for (const byte of piece) if (byte === lineEnd) rows++;
    yield { kind: 'rows', rows: piece } as const;
  }
  return { is: 'end', rows, sha256: hash.digest('hex') } as const;
}

async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function frameOf(note: Note): Frame {
  return { kind: 'note', note };
}
