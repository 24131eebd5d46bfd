import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { CollectedLine, CollectedOrder } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { holdDuplicates } from './intake-duplicates';
import { updateKnownLines } from './intake-known';
import { addLines, addOrders } from './intake-new';
import { mergeOrders } from './intake-plan';
import { lockChannelIntake } from './locks';

export type Intake = {
  channelId: number;
  source: 'channel' | 'sheet' | 'form';
  collectionRunId?: number;
  uploadId?: number;
  /** When the channel gave this answer; an older answer than the stored one is ignored. */
  readAt: Date;
  orders: readonly CollectedOrder[];
};

export type IntakeOutcome = 'new' | 'updated' | 'known';

export type IntakeResult = {
  /** Ids of orders. */
  added: number[];
  updated: number[];
  unchanged: number;
  outcomes: Map<string, IntakeOutcome>;
};

/**
 * Takes orders in, by whichever way they came: unknown ones with their lines and shipments, unknown
 * lines of known orders, and what the channel changed of known lines. The same again writes nothing.
 */
export async function intakeOrders(tx: Tx, ctx: Ctx, intake: Intake): Promise<IntakeResult> {
  await lockChannelIntake(tx, ctx, intake.channelId);
  const orders = mergeOrders(intake.orders);
  const { orderIds, lineOrderIds } = await findKnown(tx, ctx, intake.channelId, orders);
  const unknownLines = (order: CollectedOrder) =>
    order.lines.filter((line) => !lineOrderIds.has(line.lineKey));

  const incoming = orders.map((order) => ({ ...order, lines: unknownLines(order) }));
  const withLines = incoming.filter((order) => order.lines.length > 0);
  const added = await addOrders(tx, ctx, intake, withLines.filter((order) => !orderIds.has(order.orderNo)));
  await holdDuplicates(tx, ctx, intake.channelId, added);
  const grown = withLines.flatMap((order) => {
    const orderId = orderIds.get(order.orderNo);
    return orderId ? [{ ...order, orderId }] : [];
  });
  await addLines(tx, ctx, intake, grown);

  const knownLines = orders.flatMap((order) =>
    order.lines.filter((line) => lineOrderIds.has(line.lineKey)),
  );
  const changed = await updateKnownLines(tx, ctx, intake, knownLines);
  const updated = new Set([...grown.map((order) => order.orderId), ...changed]);
  return resultOf(orders, { added, updated, orderIds, lineOrderIds });
}

type Known = {
  /** By order number, and by line key. */
  orderIds: Map<string, number>;
  lineOrderIds: Map<string, number>;
};

async function findKnown(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  orders: readonly CollectedOrder[],
): Promise<Known> {
  const orderNos = orders.map((order) => order.orderNo);
  const lineKeys = orders.flatMap((order) => order.lines.map((line) => line.lineKey));
  const knownOrders = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(orderNos)}::text[])`,
  );
  const knownLines = await rows<{ orderId: number; lineKey: string }>(
    tx,
    sql`
    select order_id as "orderId", line_key as "lineKey" from order_lines
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and line_key = any(${sql.param(lineKeys)}::text[])`,
  );
  return {
    orderIds: new Map(knownOrders.map((order) => [order.orderNo, order.id])),
    lineOrderIds: new Map(knownLines.map((line) => [line.lineKey, line.orderId])),
  };
}

function resultOf(
  orders: readonly CollectedOrder[],
  done: Known & { added: { id: number; orderNo: string }[]; updated: Set<number> },
): IntakeResult {
  const addedNos = new Set(done.added.map((order) => order.orderNo));
  const isUpdated = (line: CollectedLine) => done.updated.has(done.lineOrderIds.get(line.lineKey) ?? 0);
  const outcomeOf = (order: CollectedOrder): IntakeOutcome => {
    if (addedNos.has(order.orderNo)) return 'new';
    const hasGrown = done.updated.has(done.orderIds.get(order.orderNo) ?? 0);
    return hasGrown || order.lines.some(isUpdated) ? 'updated' : 'known';
  };
  const outcomes = new Map(orders.map((order) => [order.orderNo, outcomeOf(order)]));
  return {
    added: done.added.map((order) => order.id),
    updated: [...done.updated],
    unchanged: [...outcomes.values()].filter((outcome) => outcome === 'known').length,
    outcomes,
  };
}
