import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/**
 * A backup is one gzip stream: a first line, then frames. A frame is a letter, the length of what
 * follows as four bytes, and that: J is a JSON note, D a piece of a table as COPY writes it.
 */
export type Frame = { kind: 'note'; note: unknown } | { kind: 'rows'; rows: Buffer };

const firstLine = Buffer.from('moa backup 1\n');
const headBytes = 5;
const letters = { note: 'J', rows: 'D' } as const;

/** Writes frames to a file that appears only when it is whole. */
export async function writeBackupFile(file: string, frames: AsyncIterable<Frame>): Promise<void> {
  const half = `${file}.half`;
  try {
    const bytes = Readable.from(encode(frames), { objectMode: false });
    const out = createWriteStream(half, { mode: 0o600, flush: true });
    await pipeline(bytes, createGzip({ level: 4 }), out);
    await rename(half, file);
  } finally {
    await rm(half, { force: true });
  }
}

/** Reads the frames of a file; throws where it is broken off or not a backup. */
export async function* readBackupFile(file: string): AsyncGenerator<Frame> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(file), gunzip);
  reading.catch(() => {}); // the same error ends the loop below
  try {
    yield* decode(gunzip);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new Error(`${file} is not a whole backup of Moa (${(error as Error).message}).`);
  }
}

async function* encode(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer> {
  yield firstLine;
  for await (const frame of frames) {
    const body = frame.kind === 'note' ? Buffer.from(JSON.stringify(frame.note)) : frame.rows;
    const head = Buffer.alloc(headBytes);
    head.write(letters[frame.kind], 'latin1');
    head.writeUInt32BE(body.length, 1);
    yield head;
    yield body;
  }
}

async function* decode(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const take = reader(source);
  if (!(await take(firstLine.length))?.equals(firstLine)) throw new Error('its first line');
  for (let head = await take(headBytes); head; head = await take(headBytes)) {
    const body = await take(head.readUInt32BE(1));
    if (body === null) throw new Error('broken off');
    if (head.toString('latin1', 0, 1) === letters.rows) yield { kind: 'rows', rows: body };
    else yield { kind: 'note', note: JSON.parse(body.toString()) };
  }
}

/** Takes so many bytes at a time; null at the end. */
function reader(source: AsyncIterable<Buffer>): (length: number) => Promise<Buffer | null> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  return async (length) => {
    while (held.length < length) {
      const next = await chunks.next();
      if (next.done && held.length === 0) return null;
      if (next.done) throw new Error('broken off');
      held = Buffer.concat([held, next.value]);
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}
