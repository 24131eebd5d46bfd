import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { shownText } from '@/lib/recipients/mask';
import { shownContent } from '@/lib/shipments/lists/shown-line';

export type ShortParcel = {
  id: number;
  paidAt: string;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  otherLines: number;
  note: string;
};

/** 결품: parcels that were held at packing because something in them was not on the shelf. */
export async function shortParcels(ctx: Ctx, request: PageRequest): Promise<Page<ShortParcel>> {
  const newest = [sql`shipment.paid_at`, sql`shipment.id`];
  const { beyond, order, direction } = keyset(request, newest);
  const short = sql`from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and 'short' = any(shipment.hold_kinds)`;
  return readMall(ctx, async (tx) => {
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${short}`,
    );
    const found = await rows<ShortParcel>(
      tx,
      sql`
      with page as (select shipment.* ${short} ${beyond} ${order})
      select shipment.id, shipment.paid_at as "paidAt", orders.id as "orderId", orders.order_no as "orderNo", channel.marketplace,
        channel.name as "channelName", coalesce(content."productName", '') as "productName",
        coalesce(content."otherLines", 0) as "otherLines", coalesce(shipment.hold_notes->>'short', '') as note
      from page shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join channels channel
        on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
      left join lateral (${shownContent('shipment')}) content on true
      order by shipment.paid_at ${direction}, shipment.id ${direction}`,
    );
    const shown = found.map((parcel) => ({ ...parcel, note: shownText(ctx, parcel.note) }));
    return pageOf(shown, total, request, (parcel) => [parcel.paidAt, parcel.id]);
  });
}
