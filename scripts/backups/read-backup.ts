import { createHash } from 'node:crypto';
import { type Frame, readBackupFile } from './backup-file';
import { type Manifest, type Note, note, type Table, type TableEnd } from './notes';

/** What stands in a backup: how many rows of each table. */
export type Contents = { manifest: Manifest; rows: Map<string, number> };

/** Receives one table's rows, as COPY reads them, and has to take them all. */
export type TakeTable = (table: Table, rows: AsyncIterable<Buffer>) => Promise<void>;

/** Reads a backup from end to end, checks every part of it, and hands its tables on. */
export async function readBackup(
  file: string,
  takeTable: TakeTable = takeNothing,
): Promise<Contents> {
  const frames = readBackupFile(file);
  const manifest = await nextNote(frames, 'manifest');
  const rows = new Map<string, number>();
  for (;;) {
    const part = await nextNote(frames, 'table', 'complete');
    if (part.is === 'complete') {
      if (part.tables !== rows.size) throw new Error(`${file} lacks tables.`);
      return { manifest, rows };
    }
    const end = await readTable(frames, part, takeTable);
    rows.set(part.name, end.rows);
  }
}

async function readTable(
  frames: AsyncGenerator<Frame>,
  table: Table,
  takeTable: TakeTable,
): Promise<TableEnd> {
  const hash = createHash('sha256');
  const read: { end?: TableEnd } = {};
  async function* rows() {
    for (let frame = await nextFrame(frames); ; frame = await nextFrame(frames)) {
      if (frame.kind === 'note') {
        read.end = expectNote(frame.note, ['end']);
        return;
      }
      hash.update(frame.rows);
      yield frame.rows;
    }
  }
  await takeTable(table, rows());
  if (read.end?.sha256 !== hash.digest('hex')) {
    throw new Error(`The rows of ${table.name} are not what was backed up.`);
  }
  return read.end;
}

async function nextNote<Kind extends Note['is']>(
  frames: AsyncGenerator<Frame>,
  ...kinds: Kind[]
): Promise<Extract<Note, { is: Kind }>> {
  const frame = await nextFrame(frames);
  return expectNote(frame.kind === 'note' ? frame.note : frame.kind, kinds);
}

async function nextFrame(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const next = await frames.next();
  if (next.done) throw new Error('The backup is broken off.');
  return next.value;
}

function expectNote<Kind extends Note['is']>(
  given: unknown,
  kinds: Kind[],
): Extract<Note, { is: Kind }> {
  const parsed = note.parse(given);
  if (!isOneOf(parsed, kinds)) throw new Error(`The backup has ${parsed.is} in a wrong place.`);
  return parsed;
}

function isOneOf<Kind extends Note['is']>(
  parsed: Note,
  kinds: Kind[],
): parsed is Extract<Note, { is: Kind }> {
  return kinds.some((kind) => kind === parsed.is);
}

async function takeNothing(_table: Table, rows: AsyncIterable<Buffer>): Promise<void> {
  for await (const _piece of rows);
}
