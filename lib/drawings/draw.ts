import type { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { deleteFile } from '@/lib/files/delete-files';
import { readWholeFile } from '@/lib/files/open-file';
import { storeFile } from '@/lib/files/store-file';
import type { OnTurn } from '@/lib/labels/pen';
import { renderLabels } from '@/lib/labels/render-labels';
import { renderPackingList, renderPickingList } from '@/lib/labels/render-lists';
import { holdLease, type Lease, putBack, refuseDeadly, type WorkTable } from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { type DrawingContent, unpackContent } from './content';

export const drawingWork = {
  table: 'drawings',
  waiting: 'queued',
  working: 'running',
} as const satisfies WorkTable;

const KEPT_MS = 3_600_000;
const MAX_ATTEMPTS = 3;
const TOLD_EVERY_MS = 500;

/** The work of the jobs process on one sheet or PDF, written to its file while it is drawn. */
export const draw: LeasedWork = async (ctx, lease, { clock, signal }) => {
  const now = () => ({ ...ctx, now: clock() });
  try {
    refuseDeadly(lease, MAX_ATTEMPTS);
    const { name, contentFileId } = await findAsked(ctx, lease);
    const content = unpackContent(await readWholeFile(now(), contentFileId));
    const onTurn = tellProgress(now, lease, signal);
    const expiresAt = new Date(clock().getTime() + KEPT_MS);
    const file = { name, contentType: contentTypeOf(content), expiresAt };
    const fileId = await storeFile(now(), file, await drawn(content, onTurn));
    await settle(ctx, lease, { state: 'done', fileId });
    await deleteFile(ctx, contentFileId);
  } catch (error) {
    if (signal.aborted) return putBack(now(), drawingWork, lease, 0);
    if (lease.attempt < MAX_ATTEMPTS) await putBack(now(), drawingWork, lease, 0);
    else await settle(ctx, lease, { state: 'failed', fileId: null });
    throw error;
  }
};

async function findAsked(ctx: Ctx, lease: Lease): Promise<{ name: string; contentFileId: number }> {
  return inMall(ctx, (tx) =>
    oneRow<{ name: string; contentFileId: number }>(
      tx,
      sql`
      select name, content_file_id as "contentFileId" from drawings
      where mall_id = ${ctx.mallId} and id = ${lease.id}`,
    ),
  );
}

async function drawn(
  content: DrawingContent,
  onTurn: OnTurn,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  switch (content.kind) {
    case 'labels':
      return piecesOf(renderLabels(content.labels, content.printing, onTurn));
    case 'pickingList':
      return piecesOf(renderPickingList(content, onTurn));
    case 'packingList':
      return piecesOf(renderPackingList(content, onTurn));
    case 'sheet':
      return writeXlsx(content.sheet);
  }
}

async function* piecesOf(pdf: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of pdf) yield piece;
}

const contentTypeOf = ({ kind }: DrawingContent) =>
  kind === 'sheet'
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : 'application/pdf';

/** Now and then; it ends the drawing when we stop, or when somebody else has taken it over. */
function tellProgress(now: () => Ctx, lease: Lease, signal: AbortSignal): OnTurn {
  let toldAt = 0;
  return async (count) => {
    signal.throwIfAborted();
    const ctx = now();
    if (ctx.now.getTime() - toldAt < TOLD_EVERY_MS) return;
    toldAt = ctx.now.getTime();
    await inMall(ctx, async (tx) => {
      if (!(await holdLease(tx, ctx, drawingWork, lease))) throw new Error('The lease is lost.');
      await tx.execute(sql`
        update drawings set done_count = ${count}
        where mall_id = ${ctx.mallId} and id = ${lease.id}`);
    });
  };
}

async function settle(
  ctx: Ctx,
  lease: Lease,
  { state, fileId }: { state: 'done' | 'failed'; fileId: number | null },
): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update drawings
      set state = ${state}, file_id = ${fileId}, leased_until = null, done_count = row_count,
        content_file_id = case when ${state === 'done'} then null else content_file_id end
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'running'
        and attempts = ${lease.attempt}`),
  );
}
