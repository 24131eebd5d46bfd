import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { joinedNotes } from '@/lib/recipients/note';

export type ContentItem = {
  variantId: number;
  variantCode: string;
  barcode: string;
  location: string;
  name: string;
  option: string;
  quantity: number;
};

/** A parcel with its address and its goods, as labels, lists and courier sheets need it. */
export type ShipmentContent = {
  id: number;
  stage: string;
  courier: string | null;
  waybillNo: string | null;
  requestedHash: string | null;
  freightTerm: 'prepaid' | 'collect';
  orderedAt: string;
  orderNo: string;
  /** Orders bundled with the base order. */
  otherOrders: number;
  channelName: string;
  recipient: {
    name: string;
    phone: string;
    mobile: string;
    postcode: string;
    address1: string;
    address2: string;
  };
  note: string;
  items: ContentItem[];
};

/**
 * What is in these shipments, in the order of the ids. Small statements put together here: however many
 * there are, none compares parcels with parcels where the statistics know nothing of them yet.
 */
export async function readContents(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<ShipmentContent[]> {
  const parcels = await readParcels(tx, ctx, shipmentIds);
  const orders = await readOrders(tx, ctx, shipmentIds);
  const items = await readItems(tx, ctx, shipmentIds);
  const parcelById = new Map(parcels.map((parcel) => [parcel.id, parcel]));
  return shipmentIds.flatMap((id) => {
    const parcel = parcelById.get(id);
    return parcel ? [contentOf(parcel, orders.get(id) ?? [], items.get(id) ?? [])] : [];
  });
}

type Quantity = { shipmentId: number; variantId: number; quantity: number };

/** The goods of these shipments, one row a variant. */
export async function readItems(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<Map<number, ContentItem[]>> {
  const quantities = await rows<Quantity>(
    tx,
    sql`
    select line.shipment_id as "shipmentId", item.variant_id as "variantId",
      sum(line.qty * item.qty)::int as quantity
    from shipment_lines line
    join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0
      and line.shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
    group by line.shipment_id, item.variant_id
    order by line.shipment_id, item.variant_id`,
  );
  const goods = await readGoods(tx, ctx, [...new Set(quantities.map((row) => row.variantId))]);
  const itemsOf = ({ variantId, quantity }: Quantity) => {
    const good = goods.get(variantId);
    return good ? [{ ...good, quantity }] : [];
  };
  const inside = grouped(quantities, ({ shipmentId }) => shipmentId);
  return new Map([...inside].map(([id, those]) => [id, those.flatMap(itemsOf)]));
}

async function readGoods(tx: Tx, ctx: Ctx, variantIds: number[]) {
  const found = await rows<Omit<ContentItem, 'quantity'>>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
      variant.location, variant.option, product.name
    from variants variant
    join products product
      on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    where variant.mall_id = ${ctx.mallId}
      and variant.id = any(${sql.param(variantIds)}::bigint[])`,
  );
  return new Map(found.map((good) => [good.variantId, good]));
}

type Parcel = Omit<ShipmentContent, 'recipient' | 'items' | 'otherOrders'> &
  ShipmentContent['recipient'] & { baseOrderId: number };

async function readParcels(tx: Tx, ctx: Ctx, shipmentIds: readonly number[]): Promise<Parcel[]> {
  return rows<Parcel>(
    tx,
    sql`
    select shipment.id, shipment.stage, shipment.courier, shipment.waybill_no as "waybillNo",
      shipment.requested_hash as "requestedHash", shipment.freight_term as "freightTerm",
      shipment.ordered_at as "orderedAt", shipment.base_order_id as "baseOrderId",
      base.order_no as "orderNo", channel.name as "channelName", recipient.name, recipient.phone,
      recipient.mobile, recipient.postcode, recipient.address1, recipient.address2, recipient.note
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    join orders base on base.mall_id = ${ctx.mallId} and base.id = shipment.base_order_id
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = shipment.channel_id
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param([...shipmentIds])}::bigint[])`,
  );
}

type OrderInside = { orderId: number; note: string | null };

/** The orders inside, each with what it says to the courier. */
async function readOrders(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<Map<number, OrderInside[]>> {
  const found = await rows<OrderInside & { shipmentId: number }>(
    tx,
    sql`
    select distinct line.shipment_id as "shipmentId", line.order_id as "orderId", recipient.note
    from shipment_lines line
    left join order_lines order_line
      on order_line.mall_id = ${ctx.mallId} and order_line.id = line.order_line_id
    left join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = order_line.recipient_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0
      and line.shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
    order by 1, 3, 2`,
  );
  return grouped(found, ({ shipmentId }) => shipmentId);
}

/** The notes of all bundled orders, the base's first: the courier reads each once. */
function contentOf(parcel: Parcel, orders: OrderInside[], items: ContentItem[]): ShipmentContent {
  const { name, phone, mobile, postcode, address1, address2, note, baseOrderId, ...rest } = parcel;
  const others = orders.filter(({ orderId }) => orderId !== baseOrderId);
  const orderCount = new Set(orders.map(({ orderId }) => orderId)).size;
  return {
    ...rest,
    otherOrders: Math.max(orderCount - 1, 0),
    recipient: { name, phone, mobile, postcode, address1, address2 },
    note: joinedNotes(note, ...others.map((order) => order.note ?? '')),
    items,
  };
}
