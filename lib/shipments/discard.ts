import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type KeptReason, type OrderTrace, whyKept } from './discard-plan';
import { lockOrderLines, lockShipments } from './locks';

export type Discard = {
  discarded: OrderTrace[];
  kept: (OrderTrace & { reason: KeptReason })[];
};

type Mall = Pick<Ctx, 'mallId'>;

/** Deletes orders as if they had never come; those that something has happened to stay. */
export async function discardOrders(tx: Tx, ctx: Ctx, orderIds: number[]): Promise<Discard> {
  await lockOrders(tx, ctx, orderIds);
  const sorted = await sortDiscard(tx, ctx, orderIds);
  const gone = sorted.discarded.map(({ orderId }) => orderId);
  if (gone.length > 0) await deleteOrders(tx, ctx, gone);
  return sorted;
}

/** Which orders could be deleted now, and why the others could not. */
export async function sortDiscard(tx: Tx, ctx: Mall, orderIds: number[]): Promise<Discard> {
  const sorted: Discard = { discarded: [], kept: [] };
  for (const trace of await tracesOf(tx, ctx, orderIds)) {
    const reason = whyKept(trace);
    if (reason) sorted.kept.push({ ...trace, reason });
    else sorted.discarded.push(trace);
  }
  return sorted;
}

/** Shipments are found by base and by line: a bundle holds lines of orders that it is not based on. */
async function lockOrders(tx: Tx, ctx: Mall, orderIds: number[]): Promise<void> {
  const ids = sql.param(orderIds);
  await tx.execute(sql`
    select from orders where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])
    order by id for update`);
  const lines = await rows<{ id: number; shipmentId: number | null }>(
    tx,
    sql`
    select line.id, part.shipment_id as "shipmentId"
    from order_lines line
    left join shipment_lines part
      on part.mall_id = line.mall_id and part.order_line_id = line.id
    where line.mall_id = ${ctx.mallId} and line.order_id = any(${ids}::bigint[])`,
  );
  const based = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`,
  );
  const shipmentIds = [...lines.flatMap((line) => line.shipmentId ?? []), ...based.map(idOf)];
  await lockOrderLines(tx, ctx, [...new Set(lines.map(idOf))]);
  await lockShipments(tx, ctx, [...new Set(shipmentIds)]);
}

async function tracesOf(tx: Tx, ctx: Mall, orderIds: number[]): Promise<OrderTrace[]> {
  return rows<OrderTrace>(
    tx,
    sql`
    with line as (
      select id, order_id, recipient_id, cancelled_qty, claim_state from order_lines
      where mall_id = ${ctx.mallId} and order_id = any(${sql.param(orderIds)}::bigint[])
    ), part as (
      select line.order_id, part.shipment_id,
        bool_or(part.home_shipment_id <> part.shipment_id) as is_guest
      from line
      join shipment_lines part on part.mall_id = ${ctx.mallId} and part.order_line_id = line.id
      group by line.order_id, part.shipment_id
    ), parcel as (
      select order_id, shipment_id, bool_or(is_guest) as is_guest
      from (
        select * from part
        union all
        select base_order_id, id, false from shipments
        where mall_id = ${ctx.mallId} and base_order_id = any(${sql.param(orderIds)}::bigint[])
      ) as either
      group by order_id, shipment_id
    ), company as (
      select distinct part.shipment_id
      from part
      join shipment_lines other
        on other.mall_id = ${ctx.mallId} and other.shipment_id = part.shipment_id
        and other.order_id is distinct from part.order_id
    ), trace as (
      select parcel.order_id, array_agg(distinct shipment.stage) as stages,
        bool_or(shipment.allocated_qty > 0) as is_allocated,
        bool_or(shipment.requested_export_id is not null) as is_requested,
        bool_or(parcel.is_guest or shipment.base_order_id <> parcel.order_id
          or company.shipment_id is not null) as is_bundled,
        bool_or(shipment.split_group is not null) as is_split,
        bool_or(shipment.is_bundle_locked) as is_locked
      from parcel
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = parcel.shipment_id
      left join company on company.shipment_id = parcel.shipment_id
      group by parcel.order_id
    ), held as (
      select parcel.order_id, array_agg(distinct kind) as kinds
      from parcel
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = parcel.shipment_id
      cross join unnest(shipment.hold_kinds) as kind
      group by parcel.order_id
    ), claimed as (
      select order_id,
        bool_or(cancelled_qty > 0 or claim_state <> 'none') as is_claimed
      from line group by order_id
    ), readdressed as (
      select distinct parcel.order_id
      from parcel
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = parcel.shipment_id
        and shipment.stage <> 'absorbed'
      where not exists (
        select from line
        where line.order_id = parcel.order_id and line.recipient_id = shipment.recipient_id)
    )
    select orders.id as "orderId", orders.order_no as "orderNo",
      coalesce(trace.stages, '{}') as stages, coalesce(held.kinds, '{}') as "holdKinds",
      coalesce(trace.is_allocated, false) as "isAllocated",
      coalesce(trace.is_requested, false) as "isRequested",
      coalesce(trace.is_bundled, false) as "isBundled",
      coalesce(trace.is_split, false) as "isSplit",
      coalesce(trace.is_locked, false) as "isLocked",
      readdressed.order_id is not null as "isReaddressed",
      coalesce(claimed.is_claimed, false) as "isClaimed"
    from orders
    left join trace on trace.order_id = orders.id
    left join held on held.order_id = orders.id
    left join claimed on claimed.order_id = orders.id
    left join readdressed on readdressed.order_id = orders.id
    where orders.mall_id = ${ctx.mallId} and orders.id = any(${sql.param(orderIds)}::bigint[])
    order by orders.id`,
  );
}

/** Children first; the recipients are of these orders alone. */
async function deleteOrders(tx: Tx, ctx: Mall, orderIds: number[]): Promise<void> {
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
  await tx.execute(sql`
    delete from shipment_lines part using order_lines line
    where line.mall_id = ${ctx.mallId} and line.order_id = any(${ids}::bigint[])
      and part.mall_id = line.mall_id and part.order_line_id = line.id`);
  await tx.execute(sql`
    delete from shipments where mall_id = ${ctx.mallId} and base_order_id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from order_lines where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from order_documents
    where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from orders where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[])`);
  await tx.execute(sql`
    delete from recipients
    where mall_id = ${ctx.mallId} and id = any(${sql.param(people.map(idOf))}::bigint[])`);
}

const idOf = ({ id }: { id: number }) => id;
