import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type OpenedFile = {
  name: string;
  contentType: string;
  sizeBytes: number;
  /** One chunk at a time, as fast as the reader takes them. */
  stream: ReadableStream<Uint8Array>;
};

/** A file of the mall that is still kept; another mall's, an expired and an unfinished one are not found. */
export async function openFile(ctx: Ctx, fileId: number): Promise<OpenedFile> {
  const [file] = await inMall(ctx, (tx) =>
    rows<Omit<OpenedFile, 'stream'>>(
      tx,
      sql`
      select name, content_type as "contentType", size_bytes as "sizeBytes"
      from files
      where mall_id = ${ctx.mallId} and id = ${fileId} and size_bytes >= 0
        and expires_at > ${ctx.now.toISOString()}`,
    ),
  );
  if (!file) throw new ExpectedError('errors.notFound');
  const chunks = readChunks(ctx, fileId);
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
  return { ...file, stream };
}

/** The whole file at once, for parsers that need all of it. */
export async function readWholeFile(ctx: Ctx, fileId: number): Promise<Uint8Array> {
  const { stream } = await openFile(ctx, fileId);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function* readChunks(
  ctx: Pick<Ctx, 'mallId'>,
  fileId: number,
): AsyncGenerator<Uint8Array, undefined> {
  for (let chunkNo = 0; ; chunkNo++) {
    const [chunk] = await inMall(ctx, (tx) =>
      rows<{ bytes: Uint8Array }>(
        tx,
        sql`
        select bytes from file_chunks
        where mall_id = ${ctx.mallId} and file_id = ${fileId} and chunk_no = ${chunkNo}`,
      ),
    );
    if (!chunk) return;
    yield chunk.bytes;
  }
}
