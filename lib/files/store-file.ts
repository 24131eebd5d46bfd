import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { deleteExpiredFiles, deleteFile } from './delete-files';

export type NewFile = { name: string; contentType: string; expiresAt: Date };

/** Small enough for a row, big enough that a sheet of 20 MB is 80 of them. */
export const CHUNK_BYTES = 256 * 1024;

/** The size of a file that is still being written: it can be neither opened nor read. */
export const UNFINISHED = -1;

const HOUR_MS = 3_600_000;

/**
 * Keeps a file in the database, so that any process can serve it, and returns its id. A stream is
 * never held whole. Each new file takes those with it whose time is over.
 */
export async function storeFile(
  ctx: Ctx,
  file: NewFile,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<number> {
  const fileId = await openFileRow(ctx, file);
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

async function openFileRow(ctx: Ctx, { name, contentType }: NewFile): Promise<number> {
  const unfinishedUntil = new Date(ctx.now.getTime() + HOUR_MS).toISOString();
  return inMall(ctx, async (tx) => {
    await deleteExpiredFiles(tx, ctx);
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into files (mall_id, name, content_type, size_bytes, expires_at, created_at)
      values (${ctx.mallId}, ${name}, ${contentType}, ${UNFINISHED}, ${unfinishedUntil},
        ${ctx.now.toISOString()})
      returning id`,
    );
    return id;
  });
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
