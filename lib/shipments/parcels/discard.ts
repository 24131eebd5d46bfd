import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { giveGiftsTo } from '../gifts/give-gifts';
import { lockOrderLines, lockShipments } from '../locks';
import {
  type Discard,
  type DiscardLine,
  type DiscardOrder,
  type DiscardParcel,
  planDiscard,
} from './discard-plan';
import { dropQuestions } from './drop-questions';
import { freeOrders } from './free-orders';
import { homesOf } from './homes';

type Mall = Pick<Ctx, 'mallId'>;

/**
 * Deletes orders as if they had never come; those that something has happened to stay. What went on by
 * itself is undone first: bundles come apart, and what was reserved is free again.
 */
export async function discardOrders(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  orderIds: number[],
): Promise<Discard> {
  await tx.execute(sql`
    select from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param(orderIds)}::bigint[])
    order by id for update`);
  const { lines, shipmentIds } = await readPlaces(tx, ctx, orderIds);
  await lockOrderLines(
    tx,
    ctx,
    lines.map((line) => line.id),
  );
  const standing = [...shipmentIds, ...(await homesOf(tx, ctx, shipmentIds))];
  await lockShipments(tx, ctx, standing);
  const free = await sortDiscard(tx, ctx, orderIds);
  const leftBehind = await freeOrders(tx, ctx, runId, free.discarded, new Set(standing));
  const plan = await sortAsTheyStand(tx, ctx, orderIds);
  const gone = plan.discarded.map(({ id }) => id);
  if (gone.length > 0) await deleteOrders(tx, ctx, gone);
  await giveGiftsTo(tx, ctx, leftBehind);
  return plan;
}

/** Which orders could be deleted now, and why the others could not. */
export async function sortDiscard(tx: Tx, ctx: Mall, orderIds: number[]): Promise<Discard> {
  const { orders, lines, parcels } = await readOrders(tx, ctx, orderIds);
  return planDiscard(orders, lines, parcels);
}

/** The same without undoing anything. */
async function sortAsTheyStand(tx: Tx, ctx: Mall, orderIds: number[]): Promise<Discard> {
  const { orders, lines, parcels } = await readOrders(tx, ctx, orderIds);
  const standing = parcels.map((parcel) => ({ ...parcel, isAutomatic: false }));
  return planDiscard(orders, lines, standing);
}

async function readOrders(tx: Tx, ctx: Mall, orderIds: number[]) {
  const orders = await rows<DiscardOrder>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param(orderIds)}::bigint[])
    order by id`,
  );
  const places = await readPlaces(tx, ctx, orderIds);
  return { orders, lines: places.lines, parcels: await readParcels(tx, ctx, places) };
}

type Places = {
  lines: (DiscardLine & { id: number })[];
  /** Which shipments hold lines of which order, or are based on it. */
  parcels: { orderId: number; shipmentId: number; isGuest: boolean }[];
  shipmentIds: number[];
};

async function readPlaces(tx: Tx, ctx: Mall, orderIds: number[]): Promise<Places> {
  const ids = sql.param(orderIds);
  const lines = await rows<DiscardLine & { id: number }>(
    tx,
    sql`
    select id, order_id as "orderId", recipient_id as "recipientId",
      cancelled_qty as "cancelledQty", claim_state as "claimState",
      exists (select from seller_notices notice
        where notice.mall_id = line.mall_id and notice.order_line_id = line.id
          and notice.state <> 'failed') as "isTold",
      exists (select from memos memo
        where memo.mall_id = line.mall_id and memo.order_id = line.order_id
          and memo.removed_at is null) as "isNoted"
    from order_lines line
    where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])`,
  );
  const parcels = await rows<Places['parcels'][number]>(
    tx,
    sql`
    select order_id as "orderId", shipment_id as "shipmentId",
      bool_or(home_shipment_id <> shipment_id) as "isGuest"
    from shipment_lines
    where mall_id = ${ctx.mallId}
      and order_line_id = any(${sql.param(lines.map((line) => line.id))}::bigint[])
    group by order_id, shipment_id
    union
    select base_order_id, id, false from shipments
    where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`,
  );
  const shipmentIds = [...new Set(parcels.map((parcel) => parcel.shipmentId))];
  return { lines, parcels, shipmentIds };
}

async function readParcels(
  tx: Tx,
  ctx: Mall,
  { parcels, shipmentIds }: Places,
): Promise<DiscardParcel[]> {
  const ids = sql.param(shipmentIds);
  const shipments = await rows<Omit<DiscardParcel, 'orderId' | 'isBundle'> & { id: number }>(
    tx,
    sql`
    select id, base_order_id as "baseOrderId", stage, hold_kinds as "holdKinds",
      recipient_id as "recipientId", allocated_qty > 0 and not is_history as "isAllocated",
      requested_export_id is not null as "isRequested", split_group is not null as "isSplit",
      is_bundle_locked as "isLocked", is_history as "isHistory", ${isAutomatic} as "isAutomatic"
    from shipments shipment
    where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])`,
  );
  const shared = await rows<{ id: number }>(
    tx,
    sql`
    select shipment_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${ids}::bigint[])
    group by shipment_id having count(distinct coalesce(order_id, 0)) > 1`,
  );
  const sharedIds = new Set(shared.map(({ id }) => id));
  const byId = new Map(shipments.map((shipment) => [shipment.id, shipment]));
  return parcels.flatMap(({ orderId, shipmentId, isGuest }) => {
    const shipment = byId.get(shipmentId);
    return shipment ? { ...shipment, orderId, isBundle: isGuest || sharedIds.has(shipmentId) } : [];
  });
}

/** Of a `shipment`: nobody has bundled or allocated it, nor bundled anything into it. */
const isAutomatic = sql`(
  exists (
    select from runs run
    where run.mall_id = shipment.mall_id and run.id = shipment.last_run_id
      and run.user_id is null and run.kind in ('bundle', 'allocate'))
  and not exists (
    select from shipment_lines line
    join shipments home on home.mall_id = line.mall_id and home.id = line.home_shipment_id
    left join runs run on run.mall_id = home.mall_id and run.id = home.last_run_id
      and run.user_id is null and run.kind = 'bundle'
    where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      and line.home_shipment_id <> line.shipment_id and run.id is null))`;

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
