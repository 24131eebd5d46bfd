import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import { env } from '@/lib/env';
import { ExpectedError } from '@/lib/errors';
import { deleteExpiredFiles, deleteFile } from './delete-files';

export type NewFile = {
  name: string;
  contentType: string;
  expiresAt: Date;
  /** Of content whose length is not known, the most that may come. */
  mostBytes?: number;
};

/** Small enough for a row, big enough that a sheet of 20 MB is 80 of them. */
export const CHUNK_BYTES = 256 * 1024;

/** Uploads, and what was made to be fetched. */
export const FILE_KEPT_MS = 7 * 86_400_000;

const MEGABYTE = 1024 * 1024;
const HOUR_MS = 3_600_000;

/**
 * Keeps a file in the database, so that any process can serve it, and returns its id. A stream is
 * never held whole. Each new file takes those with it whose time is over; it is refused where the
 * mall's files would be more than their room.
 */
export async function storeFile(
  ctx: Ctx,
  file: NewFile,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<number> {
  const mostBytes = content instanceof Uint8Array ? content.length : (file.mostBytes ?? 0);
  const fileId = await openFileRow(ctx, file, mostBytes);
  try {
    const sizeBytes = await writeChunks(ctx, fileId, content);
    await inMall(ctx, (tx) =>
      tx.execute(sql`
        update files set size_bytes = ${sizeBytes}, expires_at = ${file.expiresAt.toISOString()}
        where mall_id = ${ctx.mallId} and id = ${fileId}`),
    );
    return fileId;
  } catch (error) {
    await deleteFile(ctx, fileId);
    throw error;
  }
}

/** While it is being written its size is negative, which reserves its room; nobody can open it. */
async function openFileRow(
  ctx: Ctx,
  { name, contentType }: NewFile,
  mostBytes: number,
): Promise<number> {
  const unfinishedUntil = new Date(ctx.now.getTime() + HOUR_MS).toISOString();
  return inMall(ctx, async (tx) => {
    await deleteExpiredFiles(tx, ctx);
    await proveRoom(tx, ctx, mostBytes);
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into files (mall_id, name, content_type, size_bytes, expires_at, created_at)
      values (${ctx.mallId}, ${name}, ${contentType}, ${-Math.max(1, mostBytes)}, ${unfinishedUntil},
        ${ctx.now.toISOString()})
      returning id`,
    );
    return id;
  });
}

/** As much as a made file takes, but for the very longest. */
const MADE_MEGABYTES = 4;

/** Refuses what would make a file where there is hardly room for one: better now than when it is made. */
export async function requireRoom(tx: Tx, ctx: Ctx): Promise<void> {
  const megabytes = Math.min(MADE_MEGABYTES, env().mallFilesMegabytes / 2);
  await refuseWithout(tx, ctx, megabytes * MEGABYTE);
}

/** Whether the mall's room for files is full, or the disk of the database itself. */
export function isOutOfRoom(error: unknown): boolean {
  if (error instanceof ExpectedError) return error.messageKey === NO_ROOM;
  return sqlState(error) === DISK_FULL;
}

const DISK_FULL = '53100';

const NO_ROOM = 'files.errors.noRoom';

/** One after another: files that come at once see one another. */
async function proveRoom(tx: Tx, ctx: Ctx, mostBytes: number): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.mallId}:files`}, 0))`,
  );
  await refuseWithout(tx, ctx, mostBytes);
}

async function refuseWithout(tx: Tx, ctx: Ctx, mostBytes: number): Promise<void> {
  const { used } = await oneRow<{ used: string }>(
    tx,
    sql`
    select coalesce(sum(abs(size_bytes)), 0) as used from files
    where mall_id = ${ctx.mallId} and expires_at > ${ctx.now.toISOString()}`,
  );
  const megabytes = env().mallFilesMegabytes;
  if (Number(used) + mostBytes > megabytes * MEGABYTE)
    throw new ExpectedError(NO_ROOM, { megabytes });
}

async function writeChunks(
  ctx: Ctx,
  fileId: number,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<number> {
  let [chunkNo, sizeBytes] = [0, 0];
  for await (const chunk of chunksOf(content)) {
    await inMall(ctx, (tx) =>
      tx.execute(sql`
        insert into file_chunks (mall_id, file_id, chunk_no, bytes)
        values (${ctx.mallId}, ${fileId}, ${chunkNo}, ${chunk})`),
    );
    chunkNo++;
    sizeBytes += chunk.length;
  }
  return sizeBytes;
}

/** Whatever pieces come, in chunks of one size. */
async function* chunksOf(
  content: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let pending = Buffer.alloc(0);
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    pending = Buffer.concat([pending, piece]);
    let start = 0;
    for (; pending.length - start >= CHUNK_BYTES; start += CHUNK_BYTES)
      yield pending.subarray(start, start + CHUNK_BYTES);
    pending = pending.subarray(start);
  }
  if (pending.length > 0) yield pending;
}
