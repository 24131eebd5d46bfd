import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { shownText } from '@/lib/recipients/mask';
import { shownContent } from '@/lib/shipments/lists/shown-line';

export type ShortParcel = {
  id: number;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  otherLines: number;
  note: string;
};

const SHOWN = 500;

/** 결품: parcels that were held at packing because something in them was not on the shelf. */
export async function shortParcels(ctx: Ctx): Promise<ShortParcel[]> {
  const short = await readMall(ctx, (tx) =>
    rows<ShortParcel>(
      tx,
      sql`
      select shipment.id, orders.id as "orderId", orders.order_no as "orderNo", channel.marketplace,
        channel.name as "channelName", coalesce(content."productName", '') as "productName",
        coalesce(content."otherLines", 0) as "otherLines", coalesce(shipment.hold_notes->>'short', '') as note
      from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join channels channel
        on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
      left join lateral (${shownContent('shipment')}) content on true
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open
        and 'short' = any(shipment.hold_kinds)
      order by shipment.paid_at desc, shipment.id desc limit ${SHOWN}`,
    ),
  );
  return short.map((parcel) => ({ ...parcel, note: shownText(ctx, parcel.note) }));
}
