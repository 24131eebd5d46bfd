import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { inPeriod, matching, type Where } from './conditions';

export type Shortage = {
  variantId: number;
  variantCode: string;
  barcode: string;
  productName: string;
  option: string;
  supplierName: string | null;
  /** Wanted by open shipments that may be served, and not reserved. */
  neededQty: number;
  availableQty: number;
  shortQty: number;
  waitingShipments: number;
  soonestShipBy: string | null;
};

const MAX_SHORTAGES = 1_000;

/** 부족 품목: what to buy, by how many it is short; the most urgent first. */
export async function shortages(ctx: Ctx, where: Where): Promise<Shortage[]> {
  return readMall(ctx, (tx) =>
    rows<Shortage>(
      tx,
      sql`
      with needed as (
        select item.variant_id, sum((line.qty - line.allocated_qty) * item.qty)::int as qty,
          count(distinct shipment.id)::int as shipments, min(shipment.ship_by) as ship_by
        from shipments shipment
        join shipment_lines line
          on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
        join composition_items item
          on item.mall_id = line.mall_id and item.composition_id = line.composition_id
        where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'ready'
          and shipment.hold_kinds = '{}' and not shipment.is_unacknowledged
          and not shipment.is_market_shipped and not shipment.is_history
          and line.allocated_qty < line.qty and ${inPeriod(where)} ${matching(where)}
        group by item.variant_id
      )
      select variant.id as "variantId", variant.variant_code as "variantCode", variant.barcode,
        product.name as "productName", variant.option, supplier.name as "supplierName",
        needed.qty as "neededQty",
        coalesce(stock.on_hand - stock.allocated, 0) as "availableQty",
        needed.qty - coalesce(stock.on_hand - stock.allocated, 0) as "shortQty",
        needed.shipments as "waitingShipments", needed.ship_by as "soonestShipBy"
      from needed
      join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = needed.variant_id
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      left join suppliers supplier
        on supplier.mall_id = product.mall_id and supplier.id = product.supplier_id
      left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
      where not variant.is_supplier_shipped
        and needed.qty > coalesce(stock.on_hand - stock.allocated, 0)
      order by needed.ship_by nulls last, "shortQty" desc, variant.id
      limit ${MAX_SHORTAGES}`,
    ),
  );
}
