import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import {
  type Asked,
  boughtLines,
  foreignLines,
  isForeign,
  ofChannels,
  paidParcels,
} from './paid-parcels';

export type ProductFigures = {
  variantId: number;
  variantCode: string;
  productName: string;
  option: string;
  orders: number;
  /** Units of stock, a kit counted by what is in it. */
  units: number;
  /** In won. A kit's amount is shared by the prices of what is in it. */
  revenue: number;
  /** Lines by what became of their parcels; see `Figures`. */
  shipped: number;
  late: number;
  promised: number;
  leadSeconds: number;
  servedUnits: number;
};

/** More than anybody reads on a screen; a sheet has them all. */
export const SHOWN_PRODUCTS = 500;

/** By variant, most revenue on top. Lines without a match and gifts are not in it. */
export async function figuresByProduct(
  ctx: Ctx,
  asked: Asked,
  most = SHOWN_PRODUCTS,
): Promise<ProductFigures[]> {
  return readMall(ctx, (tx) =>
    rows<ProductFigures>(
      tx,
      sql`
      with parcel as (${paidParcels(ctx, asked)}),
      foreign_line as materialized (${foreignLines(ctx)}), weight as (
        select item.composition_id, item.variant_id, item.qty,
          case when sum(item.qty * variant.price) over kit > 0
            then item.qty * variant.price / sum(item.qty * variant.price) over kit
            else 1.0 / count(*) over kit end as share
        from composition_items item
        join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
        where item.mall_id = ${ctx.mallId}
        window kit as (partition by item.composition_id)
      ), sold as (
        select weight.variant_id, count(distinct line.order_id)::int as orders,
          sum(line.qty * weight.qty)::int as units,
          round(sum(case when ${isForeign} then 0 else line.amount end * weight.share))::bigint as revenue,
          count(line.shipped_at)::int as shipped, count(line.ship_by)::int as promised,
          count(*) filter (where coalesce(line.shipped_at, ${ctx.now.toISOString()})
            > line.ship_by)::int as late,
          coalesce(sum(extract(epoch from line.shipped_at - line.paid_at)), 0)::bigint
            as lead_seconds,
          sum(case when line.shipped_at is null then line.allocated_qty else line.qty end
            * weight.qty)::int as served_units
        from (${boughtLines(ctx)}) line
        join weight on weight.composition_id = line.composition_id
        join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
        where ${ofChannels(asked, sql`orders.channel_id`)}
        group by 1
      )
      select variant.id as "variantId", variant.variant_code as "variantCode",
        product.name as "productName", variant.option, sold.orders, sold.units, sold.revenue,
        sold.shipped, sold.promised, sold.late, sold.lead_seconds as "leadSeconds",
        sold.served_units as "servedUnits"
      from sold
      join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = sold.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      order by sold.revenue desc, variant.id limit ${most}`,
    ),
  );
}
