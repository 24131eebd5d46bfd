import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { OURSELVES } from './ourselves';

export type SuppliedParcel = {
  shipmentId: number;
  stage: 'ready' | 'allocated';
  isHeld: boolean;
  requestedExportId: number | null;
  /** Everyone who would have to send a part of it. */
  senders: number[];
};

/** Who sends a variant, of `variant` joined with its `product`. */
export const senderOf = sql`case when variant.is_supplier_shipped
  then coalesce(product.supplier_id, ${sql.raw(String(OURSELVES))})
  else ${sql.raw(String(OURSELVES))} end`;

/**
 * A parcel holds goods that a supplier ships. Gifts do not count: they go with whoever sends the rest.
 * Which goods these are is looked up once, not for each parcel.
 */
export const isSupplied = (ctx: Pick<Ctx, 'mallId'>, shipmentId: SQL): SQL => sql`exists (
  select from shipment_lines line
  where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId} and line.qty > 0
    and line.gift_rule_id is null
    and line.composition_id = any(array(
      select item.composition_id from variants variant
      join products product
        on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
        and product.supplier_id is not null
      join composition_items item
        on item.mall_id = ${ctx.mallId} and item.variant_id = variant.id
      where variant.mall_id = ${ctx.mallId} and variant.is_supplier_shipped)))`;

/** Parcels before their waybill that hold goods which a supplier ships, with all their senders. */
export async function suppliedParcels(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<SuppliedParcel[]> {
  return rows<SuppliedParcel>(
    tx,
    sql`
    with supplied as materialized (
      select distinct item.composition_id as id
      from variants variant
      join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
        and product.supplier_id is not null
      join composition_items item
        on item.mall_id = variant.mall_id and item.variant_id = variant.id
      where variant.mall_id = ${ctx.mallId} and variant.is_supplier_shipped
    ), touched as materialized (
      select distinct shipment.id, shipment.stage, shipment.hold_kinds, shipment.requested_export_id
      from supplied
      join shipment_lines line
        on line.mall_id = ${ctx.mallId} and line.composition_id = supplied.id and line.qty > 0
        and line.gift_rule_id is null
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = line.shipment_id
      where shipment.is_open and not shipment.is_history and not shipment.is_market_shipped
        and shipment.stage in ('ready', 'allocated')
    )
    select touched.id as "shipmentId", touched.stage, touched.hold_kinds <> '{}' as "isHeld",
      touched.requested_export_id as "requestedExportId",
      array_agg(distinct ${senderOf}) as senders
    from touched
    join shipment_lines line
      on line.mall_id = ${ctx.mallId} and line.shipment_id = touched.id and line.qty > 0
    join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    join variants variant
      on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
    join products product
      on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    group by touched.id, touched.stage, touched.hold_kinds, touched.requested_export_id
    order by touched.id`,
  );
}
