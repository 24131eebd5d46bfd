import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { shownText } from '@/lib/recipients/mask';
import { shownContent } from '@/lib/shipments/lists/shown-line';
import { shipRules } from '../reasons';

export type ShortParcel = {
  id: number;
  paidAt: string;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  otherLines: number;
  /** What was not on the shelf, as it was reported or counted. */
  missing: { name: string; qty: number; available: number }[];
  isCounted: boolean;
  foundAt: string | null;
  foundBy: string | null;
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
        coalesce(content."otherLines", 0) as "otherLines", coalesce(shipment.hold_notes->>'short', '') as note,
        found.at as "foundAt", found.by as "foundBy", coalesce(found.rule = ${shipRules.counted}, false) as "isCounted",
        coalesce(found.missing, '[]') as missing
      from page shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      join channels channel
        on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
      left join lateral (${shownContent('shipment')}) content on true
      left join lateral (${lastFound}) found on true
      order by shipment.paid_at ${direction}, shipment.id ${direction}`,
    );
    const shown = found.map((parcel) => ({ ...parcel, note: shownText(ctx, parcel.note) }));
    return pageOf(shown, total, request, (parcel) => [parcel.paidAt, parcel.id]);
  });
}

/** When something of a `shipment` was last found missing, by whom, and what it was. */
const lastFound = sql`
  select run.started_at as at, operator.name as by, decision.rule, (
      select jsonb_agg(jsonb_build_object(
          'name', variant.variant_code || ' ' || concat_ws(' · ', product.name, nullif(variant.option, '')),
          'qty', decision."values"[at + 1],
          'available', coalesce(stock.on_hand - stock.allocated, 0)) order by at)
      from generate_series(1, cardinality(decision."values"), 2) as at
      join variants variant
        on variant.mall_id = decision.mall_id and variant.id = decision."values"[at]
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    ) as missing
  from run_decisions decision
  join runs run on run.mall_id = decision.mall_id and run.id = decision.run_id
  left join operators operator
    on operator.mall_id = run.mall_id and operator.user_id = run.user_id
  where decision.mall_id = shipment.mall_id and decision.shipment_id = shipment.id
    and decision.rule in (${shipRules.short}, ${shipRules.counted})
  order by run.id desc limit 1`;
