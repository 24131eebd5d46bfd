import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { giveGiftsTo } from '../gifts/give-gifts';
import { recordDecisions, writeReasons } from '../runs/runs';
import { touchRules } from '../runs/touches';
import { releaseAllocation } from '../stock';
import { releaseWaitingParts } from '../waiting-parts';
import { type Discard, planDiscard } from './discard-plan';
import { dropQuestions } from './drop-questions';
import { lockParcelsOf } from './parcels';
import { partUnfit } from './part-bundles';
import { type Discarded, readDiscarded } from './read-discarded';
import { rebase } from './rebase';
import { refreshShipments } from './refresh';

/** Lines that were added to orders of somebody else. */
export type AddedLines = Required<Discarded>;

/**
 * Deletes lines that came later than their orders as if they had never come; those of an order to
 * which something has happened stay. What is reserved for them is free again, the rest of the
 * order and of its bundle stands as it stood, with the gifts it is due without them. The caller has locked the orders.
 */
export async function discardLines(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  added: AddedLines,
): Promise<Discard> {
  const { parts } = await lockParcelsOf(tx, ctx, added.lineIds);
  const { orders, lines, parcels } = await readDiscarded(tx, ctx, added);
  const plan = planDiscard(orders, lines, parcels);
  const orderIds = new Set(plan.discarded.map(({ id }) => id));
  const gone = new Set(lines.filter((line) => orderIds.has(line.orderId)).map(({ id }) => id));
  const leaving = parts.filter(({ orderLineId }) => orderLineId !== null && gone.has(orderLineId));
  if (leaving.length === 0) return plan;
  await releaseAllocation(tx, ctx, leaving);
  await deleteLines(tx, ctx, [...gone]);
  const left = [...new Set(leaving.map(({ shipmentId }) => shipmentId))];
  await rebase(tx, ctx, left);
  await refreshShipments(tx, ctx, left);
  const emptied = await deleteEmptied(tx, ctx, [
    ...new Set(leaving.flatMap(({ shipmentId, homeShipmentId }) => [shipmentId, homeShipmentId])),
  ]);
  await forget(
    tx,
    ctx,
    [...orderIds],
    [...new Set([...emptied.people, ...lines.map(({ recipientId }) => recipientId)])],
  );
  const standing = left.filter((id) => !emptied.ids.has(id));
  await partUnfit(tx, ctx, standing, async () => runId);
  await noteTrimmed(tx, ctx, runId, { standing, parcels });
  await giveGiftsTo(tx, ctx, standing);
  await releaseWaitingParts(tx, ctx);
  return plan;
}

/** What goes on by itself must be known as that: the parcel's own order may be deleted later. */
async function noteTrimmed(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  { standing, parcels }: { standing: number[]; parcels: { id: number; isAutomatic: boolean }[] },
) {
  const decisions = standing.map((shipmentId) => ({
    shipmentId,
    rule: touchRules.linesDeleted,
    values: [],
  }));
  await recordDecisions(tx, ctx, runId, decisions);
  const automatic = new Set(parcels.filter((parcel) => parcel.isAutomatic).map(({ id }) => id));
  await writeReasons(
    tx,
    ctx,
    runId,
    decisions.filter(({ shipmentId }) => !automatic.has(shipmentId)),
  );
}

async function deleteLines(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<void> {
  for (const table of ['shipment_lines', 'seller_notices'])
    await tx.execute(sql`
      delete from ${sql.raw(table)}
      where mall_id = ${ctx.mallId} and order_line_id = any(${sql.param(lineIds)}::bigint[])`);
  await tx.execute(sql`
    delete from order_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])`);
}

/** Parcels of which nothing is left, nor is at home there. */
async function deleteEmptied(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  const ids = sql.param(shipmentIds);
  const gone = await rows<{ id: number; recipientId: number }>(
    tx,
    sql`
    delete from shipments shipment
    where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])
      and not exists (
        select from shipment_lines part
        where part.mall_id = ${ctx.mallId} and part.shipment_id = shipment.id)
      and not exists (
        select from shipment_lines part
        where part.mall_id = ${ctx.mallId} and part.home_shipment_id = shipment.id)
    returning id, recipient_id as "recipientId"`,
  );
  const goneIds = gone.map(({ id }) => id);
  await dropQuestions(tx, ctx, goneIds);
  return { ids: new Set(goneIds), people: gone.map(({ recipientId }) => recipientId) };
}

/** Those of these people whom their orders do not name any more. */
async function forget(tx: Tx, ctx: Ctx, orderIds: number[], recipientIds: number[]) {
  const orders = sql`${sql.param(orderIds)}::bigint[]`;
  await tx.execute(sql`
    delete from recipients
    where mall_id = ${ctx.mallId} and id = any(${sql.param(recipientIds)}::bigint[])
      and id not in (
        select orderer_id from orders where mall_id = ${ctx.mallId} and id = any(${orders})
        union all
        select recipient_id from order_lines
        where mall_id = ${ctx.mallId} and order_id = any(${orders})
        union all
        select recipient_id from shipments
        where mall_id = ${ctx.mallId} and base_order_id = any(${orders}))`);
}
