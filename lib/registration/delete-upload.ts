import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockChannelIntake } from '@/lib/shipments/locks';
import {
  discardOrders,
  lockOrders,
  sortDiscard,
  type UploadedOrders,
} from '@/lib/shipments/parcels/discard';
import { type AddedLines, discardLines } from '@/lib/shipments/parcels/discard-lines';
import type { KeptReason } from '@/lib/shipments/parcels/discard-plan';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { lockUpload, type OrderUpload } from './store';

export type KeptOrder = {
  orderNo: string;
  /** `grown`: another file or the channel itself has added lines to it. */
  reason: KeptReason | 'grown';
};

/** What deleting an upload would do; `trimmed`: orders that lose only what it added to them. */
export async function previewDeletion(
  ctx: Ctx,
  uploadId: number,
): Promise<{ deleted: number; trimmed: number; kept: KeptOrder[] }> {
  return readMall(ctx, async (tx) => {
    const { own, grown, added } = await ordersOf(tx, ctx, uploadId);
    const orders = await sortDiscard(tx, ctx, own);
    const lines = await sortDiscard(tx, ctx, added);
    return {
      deleted: orders.discarded.length,
      trimmed: lines.discarded.length,
      kept: [...grown, ...orders.kept, ...lines.kept],
    };
  });
}

/**
 * Deletes the orders of an upload, and the lines it added to others, that nothing has happened to
 * after matching but what goes on by itself; the rest stays, each with its reason. Afterwards the same
 * file registers what is gone again.
 */
export async function deleteUpload(
  ctx: Ctx,
  uploadId: number,
): Promise<{ deleted: number; trimmed: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    if (upload.state === 'deleted') throw new ExpectedError('errors.notFound');
    if (upload.state === 'to_register' || upload.state === 'registering')
      throw new ExpectedError('register.errors.registering');
    await lockChannelIntake(tx, ctx, upload.channelId);
    const runId = await startRun(tx, ctx, 'register', {
      deletes: uploadId,
      fileName: upload.fileName,
      channelId: upload.channelId,
    });
    const { own, grown, added } = await ordersOf(tx, ctx, uploadId);
    await lockOrders(tx, ctx, { uploadId, orderIds: [...own.orderIds, ...added.orderIds] });
    const orders = await discardOrders(tx, ctx, runId, own);
    const lines = await discardLines(tx, ctx, runId, added);
    const counts = {
      deleted: orders.discarded.length,
      trimmed: lines.discarded.length,
      kept: grown.length + orders.kept.length + lines.kept.length,
    };
    await closeUpload(tx, ctx, upload, counts.kept);
    await finishRun(tx, ctx, runId, counts);
    return counts;
  });
}

type UploadOrders = { own: UploadedOrders; grown: KeptOrder[]; added: AddedLines };

/**
 * The upload's orders, apart from those that hold a line which it did not bring, and the lines that
 * it added to orders which stood.
 */
async function ordersOf(tx: Tx, ctx: Ctx, uploadId: number): Promise<UploadOrders> {
  const brought = await rows<{ lineKey: string }>(
    tx,
    sql`
    select values->>'lineKey' as "lineKey" from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome = 'committed'`,
  );
  const lines = await rows<{ id: number; orderNo: string; lineKey: string }>(
    tx,
    sql`
    select orders.id, orders.order_no as "orderNo", line.line_key as "lineKey"
    from orders
    join order_lines line on line.mall_id = orders.mall_id and line.order_id = orders.id
    where orders.mall_id = ${ctx.mallId} and orders.upload_id = ${uploadId}`,
  );
  const own = new Set(brought.map(({ lineKey }) => lineKey));
  const grown = new Map(
    lines.flatMap(({ id, orderNo, lineKey }) => (own.has(lineKey) ? [] : [[id, orderNo]])),
  );
  return {
    own: {
      uploadId,
      orderIds: [...new Set(lines.map(({ id }) => id))].filter((id) => !grown.has(id)),
    },
    grown: [...grown.values()].map((orderNo) => ({ orderNo, reason: 'grown' })),
    added: await addedBy(tx, ctx, uploadId, [...own]),
  };
}

/** An order that came after the upload can hold a line of it only because that was deleted before. */
async function addedBy(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
  lineKeys: string[],
): Promise<AddedLines> {
  const lines = await rows<{ id: number; orderId: number }>(
    tx,
    sql`
    select line.id, line.order_id as "orderId"
    from uploads upload
    join order_lines line on line.mall_id = upload.mall_id
      and line.channel_id = upload.channel_id and line.line_key = any(${sql.param(lineKeys)}::text[])
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where upload.mall_id = ${ctx.mallId} and upload.id = ${uploadId}
      and orders.upload_id is distinct from upload.id and orders.created_at <= upload.committed_at`,
  );
  return {
    uploadId,
    orderIds: [...new Set(lines.map(({ orderId }) => orderId))],
    lineIds: lines.map(({ id }) => id),
  };
}

/** An upload of which orders stay can be deleted again later. */
async function closeUpload(tx: Tx, ctx: Ctx, upload: OrderUpload, keptOrders: number) {
  const state = keptOrders > 0 ? upload.state : 'deleted';
  await tx.execute(sql`
    update uploads
    set state = ${state}, deleted_at = ${ctx.now.toISOString()}, password_ciphertext = null,
      leased_until = null
    where mall_id = ${ctx.mallId} and id = ${upload.id}`);
  const isGone = sql`outcome = 'committed' and not exists (
    select from order_lines line
    where line.mall_id = upload_rows.mall_id and line.channel_id = ${upload.channelId}
      and line.line_key = upload_rows.values->>'lineKey')`;
  await tx.execute(sql`
    delete from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${upload.id}
      and ${state === 'deleted' ? sql`true` : isGone}`);
}
