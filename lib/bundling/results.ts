import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { Period } from '@/lib/period';
import { type ShownRecipient, shownRecipient } from '@/lib/recipients/mask';
import { bundleReason, type StoredReason } from './reasons';

/** One order in a bundle. */
export type BundledOrder = {
  orderId: number;
  /** The shipment that it came in. */
  homeShipmentId: number;
  /** Its recipient is the one that is used. */
  isBase: boolean;
  orderNo: string;
  orderedAt: string;
  lineId: number;
  otherLines: number;
  channelName: string;
  marketplace: string;
  recipient: ShownRecipient;
  reason: StoredReason | null;
};

export type Bundle = {
  shipmentId: number;
  orderedAt: string;
  stage: string;
  holdKinds: string[];
  isBundleLocked: boolean;
  isUnbundlable: boolean;
  /** 배송메시지 of its orders, each distinct one once; none for who may not see personal data. */
  notes: string[];
  orders: BundledOrder[];
};

type BundleRow = Omit<Bundle, 'orders' | 'notes'>;

/** The bundles of a period that have not left yet, each with its orders; newest on top. */
export async function bundlePage(
  tx: Tx,
  ctx: Ctx,
  period: Period,
  request: PageRequest,
): Promise<Page<Bundle>> {
  const { found, total } = await findBundles(tx, ctx, period, request);
  const orders = await ordersOf(
    tx,
    ctx,
    found.map((bundle) => bundle.shipmentId),
  );
  const bundles = found.map((bundle) => {
    const ofBundle = orders.get(bundle.shipmentId) ?? [];
    return { ...bundle, notes: notesOf(ctx, ofBundle), orders: ofBundle.map(({ order }) => order) };
  });
  return pageOf(bundles, total, request, (bundle) => [bundle.orderedAt, bundle.shipmentId]);
}

export async function countBundles(tx: Tx, ctx: Ctx, period: Period): Promise<number> {
  const [found] = await rows<{ total: number }>(
    tx,
    sql`select count(*)::int as total ${bundlesOf(ctx, period)}`,
  );
  return found?.total ?? 0;
}

/** The page and how many there are, from one walk over what is open. */
async function findBundles(
  tx: Tx,
  ctx: Ctx,
  period: Period,
  request: PageRequest,
): Promise<{ found: BundleRow[]; total: number }> {
  const { beyond, order, direction } = keyset(request, [sql`ordered_at`, sql`id`]);
  const read = await rows<{ total: number } & (BundleRow | { shipmentId: null })>(
    tx,
    sql`
    with bundle as materialized (select shipment.id, shipment.ordered_at ${bundlesOf(ctx, period)}),
    page as (select * from bundle where true ${beyond} ${order})
    select counted.total, shipment.id as "shipmentId", shipment.ordered_at as "orderedAt",
      shipment.stage, shipment.hold_kinds as "holdKinds",
      shipment.is_bundle_locked as "isBundleLocked",
      shipment.stage in ('unmatched', 'ready', 'allocated')
        and shipment.requested_export_id is null as "isUnbundlable"
    from (select count(*)::int as total from bundle) as counted
    left join page on true
    left join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = page.id
    order by page.ordered_at ${direction}, page.id ${direction}`,
  );
  const found = read.flatMap(({ total: _, ...row }) => (row.shipmentId === null ? [] : [row]));
  return { found, total: read[0]?.total ?? 0 };
}

function bundlesOf(ctx: Ctx, period: Period): SQL {
  return sql`
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.is_bundle
      and shipment.ordered_at >= ${period.from.toISOString()}
      and shipment.ordered_at < ${period.until.toISOString()}`;
}

type OrderRow = Omit<BundledOrder, 'recipient' | 'reason'> &
  Recipient & { shipmentId: number; why: number | null; whyValues: number[] | null };

type Noted = { order: BundledOrder; note: string };

function notesOf(ctx: Ctx, orders: readonly Noted[]): string[] {
  if (!ctx.canSeePersonalData) return [];
  return [...new Set(orders.map(({ note }) => note.trim()).filter(Boolean))];
}

async function ordersOf(tx: Tx, ctx: Ctx, ids: number[]): Promise<Map<number, Noted[]>> {
  const found = await rows<OrderRow>(
    tx,
    sql`
    with part as (
      select shipment_id, order_id, home_shipment_id, min(order_line_id) as line_id,
        count(*)::int - 1 as other_lines
      from shipment_lines
      where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[])
        and order_line_id is not null
      group by shipment_id, order_id, home_shipment_id
    )
    select part.shipment_id as "shipmentId", part.order_id as "orderId",
      part.home_shipment_id as "homeShipmentId", part.line_id as "lineId",
      part.other_lines as "otherLines", bundle.base_order_id = part.order_id as "isBase",
      orders.order_no as "orderNo", orders.ordered_at as "orderedAt",
      channel.name as "channelName", channel.marketplace, recipient.name, recipient.phone,
      recipient.mobile, recipient.postcode, recipient.address1, recipient.address2,
      recipient.note,
      case when home.stage = 'absorbed' then home.why end as why, home.why_values as "whyValues"
    from part
    join shipments bundle on bundle.mall_id = ${ctx.mallId} and bundle.id = part.shipment_id
    join shipments home on home.mall_id = ${ctx.mallId} and home.id = part.home_shipment_id
    join orders on orders.mall_id = ${ctx.mallId} and orders.id = part.order_id
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = orders.channel_id
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = home.recipient_id
    order by part.shipment_id, "isBase" desc, orders.ordered_at, orders.id`,
  );
  const byShipment = grouped(found, (row) => row.shipmentId);
  return new Map(
    [...byShipment].map(([id, ofBundle]) => [id, ofBundle.map((row) => orderOf(ctx, row))]),
  );
}

function orderOf(ctx: Ctx, row: OrderRow): Noted {
  const { shipmentId: _, why, whyValues, name, phone, mobile, postcode, ...rest } = row;
  const { address1, address2, note, ...order } = rest;
  const recipient = shownRecipient(ctx, { name, phone, mobile, postcode, address1, address2 });
  return { order: { ...order, recipient, reason: bundleReason(why, whyValues) }, note };
}
