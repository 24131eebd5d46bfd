import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

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

/** What is in these shipments, in the order of the ids; two statements however many there are. */
export async function readContents(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<ShipmentContent[]> {
  const parcels = await readParcels(tx, ctx, shipmentIds);
  const items = await readItems(tx, ctx, shipmentIds);
  const parcelById = new Map(parcels.map((parcel) => [parcel.id, parcel]));
  return shipmentIds.flatMap((id) => {
    const parcel = parcelById.get(id);
    return parcel ? [contentOf(parcel, items.get(id) ?? [])] : [];
  });
}

/** The goods of these shipments, one row a variant. */
export async function readItems(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<Map<number, ContentItem[]>> {
  const found = await rows<ContentItem & { shipmentId: number }>(
    tx,
    sql`
    with content as (
      select line.shipment_id, item.variant_id, sum(line.qty * item.qty)::int as quantity
      from shipment_lines line
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      where line.mall_id = ${ctx.mallId} and line.qty > 0
        and line.shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
      group by line.shipment_id, item.variant_id
    )
    select content.shipment_id as "shipmentId", content.quantity, variant.id as "variantId",
      variant.variant_code as "variantCode", variant.barcode, variant.location, variant.option,
      product.name
    from content
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = content.variant_id
    join products product
      on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    order by content.shipment_id, variant.id`,
  );
  const byShipment = new Map<number, ContentItem[]>();
  for (const { shipmentId, ...item } of found) {
    const items = byShipment.get(shipmentId);
    if (items) items.push(item);
    else byShipment.set(shipmentId, [item]);
  }
  return byShipment;
}

type Parcel = Omit<ShipmentContent, 'recipient' | 'items' | 'note'> &
  ShipmentContent['recipient'] & { notes: string[] };

/** The notes of all bundled orders, the base's first: the courier reads each once. */
async function readParcels(tx: Tx, ctx: Ctx, shipmentIds: readonly number[]): Promise<Parcel[]> {
  return rows<Parcel>(
    tx,
    sql`
    with asked as (
      select id from unnest(${sql.param([...shipmentIds])}::bigint[]) as asked (id)
    ), inside as (
      select line.shipment_id, count(distinct line.order_id)::int as orders,
        array_agg(distinct recipient.note) filter (
          where line.order_id <> shipment.base_order_id and recipient.note <> '') as notes
      from asked
      join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = asked.id
      join shipment_lines line
        on line.mall_id = ${ctx.mallId} and line.shipment_id = asked.id and line.qty > 0
      left join order_lines order_line
        on order_line.mall_id = ${ctx.mallId} and order_line.id = line.order_line_id
      left join recipients recipient
        on recipient.mall_id = ${ctx.mallId} and recipient.id = order_line.recipient_id
      group by line.shipment_id
    )
    select shipment.id, shipment.stage, shipment.courier, shipment.waybill_no as "waybillNo",
      shipment.requested_hash as "requestedHash", shipment.freight_term as "freightTerm",
      shipment.ordered_at as "orderedAt", base.order_no as "orderNo",
      greatest(coalesce(inside.orders, 1) - 1, 0) as "otherOrders", channel.name as "channelName",
      recipient.name, recipient.phone, recipient.mobile, recipient.postcode, recipient.address1,
      recipient.address2, array_prepend(recipient.note, inside.notes) as notes
    from asked
    join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = asked.id
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    join orders base on base.mall_id = ${ctx.mallId} and base.id = shipment.base_order_id
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = shipment.channel_id
    left join inside on inside.shipment_id = shipment.id`,
  );
}

function contentOf(parcel: Parcel, items: ContentItem[]): ShipmentContent {
  const { name, phone, mobile, postcode, address1, address2, notes, ...rest } = parcel;
  return {
    ...rest,
    recipient: { name, phone, mobile, postcode, address1, address2 },
    note: [...new Set(notes.map((note) => note.trim()).filter(Boolean))].join(' / '),
    items,
  };
}
