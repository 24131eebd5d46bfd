import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type Discard, discardOrders, sortDiscard } from '@/lib/shipments/discard';
import type { KeptReason } from '@/lib/shipments/discard-plan';
import { lockChannelIntake } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { lockUpload, type OrderUpload } from './store';

export type KeptOrder = { orderNo: string; reason: KeptReason };

/** What deleting an upload would do. */
export async function previewDeletion(
  ctx: Ctx,
  uploadId: number,
): Promise<{ deleted: number; kept: KeptOrder[] }> {
  return readMall(ctx, async (tx) => {
    const { discarded, kept } = await sortDiscard(tx, ctx, await ordersOf(tx, ctx, uploadId));
    return { deleted: discarded.length, kept };
  });
}

/**
 * Deletes the orders of an upload that nothing has happened to after matching; the others stay, each
 * with its reason. Afterwards the same file registers what is gone again.
 */
export async function deleteUpload(
  ctx: Ctx,
  uploadId: number,
): Promise<{ deleted: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    if (upload.state === 'deleted') throw new ExpectedError('errors.notFound');
    await lockChannelIntake(tx, ctx, upload.channelId);
    const runId = await startRun(tx, ctx, 'register', {
      deletes: uploadId,
      fileName: upload.fileName,
      channelId: upload.channelId,
    });
    const outcome = await discardOrders(tx, ctx, await ordersOf(tx, ctx, uploadId));
    await closeUpload(tx, ctx, upload, outcome);
    const counts = { deleted: outcome.discarded.length, kept: outcome.kept.length };
    await finishRun(tx, ctx, runId, counts);
    return counts;
  });
}

async function ordersOf(tx: Tx, ctx: Ctx, uploadId: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from orders where mall_id = ${ctx.mallId} and upload_id = ${uploadId} order by id`,
  );
  return found.map(({ id }) => id);
}

/** An upload of which orders stay can be deleted again later. */
async function closeUpload(tx: Tx, ctx: Ctx, upload: OrderUpload, { kept }: Discard) {
  const state = kept.length > 0 ? upload.state : 'deleted';
  await tx.execute(sql`
    update uploads
    set state = ${state}, deleted_at = ${ctx.now.toISOString()}, password_ciphertext = null,
      leased_until = null
    where mall_id = ${ctx.mallId} and id = ${upload.id}`);
  if (state === 'deleted')
    await tx.execute(sql`
      delete from upload_rows where mall_id = ${ctx.mallId} and upload_id = ${upload.id}`);
}
