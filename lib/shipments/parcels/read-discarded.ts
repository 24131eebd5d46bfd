import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { apiMarketplaces } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import type { DiscardLine, DiscardOrder, DiscardParcel } from './discard-plan';

type Mall = Pick<Ctx, 'mallId'>;

/** These orders of an upload, or of these orders the lines alone that it added to them. */
export type Discarded = { uploadId: number; orderIds: number[]; lineIds?: number[] };

export async function readDiscarded(tx: Tx, ctx: Mall, discarded: Discarded) {
  const { orderIds } = discarded;
  const orders = await rows<DiscardOrder>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and id = any(${sql.param(orderIds)}::bigint[])
    order by id`,
  );
  const places = await readPlaces(tx, ctx, discarded);
  return { orders, lines: places.lines, parcels: await readParcels(tx, ctx, places) };
}

type Places = {
  lines: (DiscardLine & { id: number })[];
  /** Which shipments hold lines of which order, or are based on it. */
  parcels: { orderId: number; shipmentId: number; isGuest: boolean; isAllocated: boolean }[];
  shipmentIds: number[];
};

export async function readPlaces(
  tx: Tx,
  ctx: Mall,
  { uploadId, orderIds, lineIds }: Discarded,
): Promise<Places> {
  const ids = sql.param(orderIds);
  const lines = await rows<DiscardLine & { id: number }>(
    tx,
    sql`
    select id, order_id as "orderId", recipient_id as "recipientId",
      cancelled_qty as "cancelledQty", claim_state as "claimState",
      exists (select from seller_notices notice
        where notice.mall_id = line.mall_id and notice.order_line_id = line.id
          and notice.state <> 'failed') as "isTold",
      ${lineIds === undefined} and exists (select from memos memo
        where memo.mall_id = line.mall_id and memo.order_id = line.order_id
          and memo.removed_at is null) as "isNoted",
      exists (select from uploads upload
        join channels channel on channel.mall_id = upload.mall_id and channel.id = line.channel_id
          and channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
        where upload.mall_id = line.mall_id and upload.id = ${uploadId}
          and upload.committed_at < line.state_read_at) as "isCollected"
    from order_lines line
    where mall_id = ${ctx.mallId} and order_id = any(${ids}::bigint[])
      ${lineIds ? sql`and id = any(${sql.param(lineIds)}::bigint[])` : sql``}`,
  );
  const parcels = await rows<Places['parcels'][number]>(
    tx,
    sql`
    select order_id as "orderId", shipment_id as "shipmentId",
      bool_or(home_shipment_id <> shipment_id) as "isGuest",
      bool_or(allocated_qty > 0) as "isAllocated"
    from shipment_lines
    where mall_id = ${ctx.mallId}
      and order_line_id = any(${sql.param(lines.map((line) => line.id))}::bigint[])
    group by order_id, shipment_id
    ${lineIds ? sql`` : basedOn(ctx, orderIds)}`,
  );
  const shipmentIds = [...new Set(parcels.map((parcel) => parcel.shipmentId))];
  return { lines, parcels, shipmentIds };
}

const basedOn = (ctx: Mall, orderIds: number[]) => sql`
    union
    select base_order_id, id, false, false from shipments
    where mall_id = ${ctx.mallId} and base_order_id = any(${sql.param(orderIds)}::bigint[])`;

async function readParcels(
  tx: Tx,
  ctx: Mall,
  { parcels, shipmentIds }: Places,
): Promise<(DiscardParcel & { id: number })[]> {
  const ids = sql.param(shipmentIds);
  const shipments = await rows<
    Omit<DiscardParcel, 'orderId' | 'isBundle' | 'isAllocated'> & { id: number }
  >(
    tx,
    sql`
    select id, base_order_id as "baseOrderId", stage, hold_kinds as "holdKinds",
      recipient_id as "recipientId",
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
  return parcels.flatMap(({ orderId, shipmentId, isGuest, isAllocated }) => {
    const shipment = byId.get(shipmentId);
    if (!shipment) return [];
    const isBundle = isGuest || sharedIds.has(shipmentId);
    return { ...shipment, orderId, isBundle, isAllocated: isAllocated && !shipment.isHistory };
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
