import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { giveGiftsTo } from '../gifts/give-gifts';
import { lockOrderLines, lockShipments } from '../locks';
import { type Discard, planDiscard } from './discard-plan';
import { dropQuestions } from './drop-questions';
import { freeOrders } from './free-orders';
import { homesOf } from './homes';
import { type Discarded, readDiscarded, readPlaces } from './read-discarded';

type Mall = Pick<Ctx, 'mallId'>;

export type UploadedOrders = Omit<Discarded, 'lineIds'>;

/**
 * Deletes orders as if they had never come; those that something has happened to stay. What went on by
 * itself is undone first: bundles come apart, and what was reserved is free again.
 */
export async function discardOrders(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  orders: UploadedOrders,
): Promise<Discard> {
  const standing = await lockOrders(tx, ctx, orders);
  const free = await sortDiscard(tx, ctx, orders);
  const leftBehind = await freeOrders(tx, ctx, runId, free.discarded, new Set(standing));
  const plan = await sortAsTheyStand(tx, ctx, orders);
  const gone = plan.discarded.map(({ id }) => id);
  if (gone.length > 0) await deleteOrders(tx, ctx, gone);
  await giveGiftsTo(tx, ctx, leftBehind);
  return plan;
}

/** Locks orders with all they stand in; returns those parcels, and the homes of what lies in them. */
export async function lockOrders(
  tx: Tx,
  ctx: Ctx,
  { uploadId, orderIds }: UploadedOrders,
): Promise<number[]> {
  await tx.execute(sql`
    select from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param(orderIds)}::bigint[])
    order by id for update`);
  const { lines, shipmentIds } = await readPlaces(tx, ctx, { uploadId, orderIds });
  await lockOrderLines(
    tx,
    ctx,
    lines.map((line) => line.id),
  );
  const standing = [...shipmentIds, ...(await homesOf(tx, ctx, shipmentIds))];
  await lockShipments(tx, ctx, standing);
  return standing;
}

/** Which orders could be deleted now, and why the others could not. */
export async function sortDiscard(tx: Tx, ctx: Mall, discarded: Discarded): Promise<Discard> {
  const { orders, lines, parcels } = await readDiscarded(tx, ctx, discarded);
  return planDiscard(orders, lines, parcels);
}

/** The same without undoing anything. */
async function sortAsTheyStand(tx: Tx, ctx: Mall, discarded: UploadedOrders): Promise<Discard> {
  const { orders, lines, parcels } = await readDiscarded(tx, ctx, discarded);
  const standing = parcels.map((parcel) => ({ ...parcel, isAutomatic: false }));
  return planDiscard(orders, lines, standing);
}

/** Children first; the recipients are of these orders alone. */
async function deleteOrders(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<void> {
  const ids = sql.param(orderIds);
  const people = await rows<{ id: number }>(
    tx,
    sql`
    select orderer_id as id from orders
    where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])
    union
    select recipient_id from order_lines
    where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])
    union
    select recipient_id from shipments
    where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`,
  );
  const parcels = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`,
  );
  await dropQuestions(
    tx,
    ctx,
    parcels.map(({ id }) => id),
  );
  for (const table of ['shipment_lines', 'seller_notices'])
    await tx.execute(sql`
      delete from ${sql.raw(table)}
      where mall_id = ${ctx.mallId} and order_line_id in (
        select id from order_lines
        where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[]))`);
  await tx.execute(sql`
    delete from shipments where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`);
  for (const table of ['order_lines', 'order_documents', 'memos'])
    await tx.execute(sql`
      delete from ${sql.raw(table)}
      where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from orders where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from recipients
    where mall_id = ${ctx.mallId}
      and id = any(${sql.param(people.map(({ id }) => id))}::bigint[])`);
}
