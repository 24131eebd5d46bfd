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
  /** It would leave from several places, and a part of it can be taken out whole. */
  isSplittable: boolean;
};

const ourselves = sql.raw(String(OURSELVES));

/** Who sends a variant, of `variant` joined with its `product`. */
export const senderOf = sql`case when variant.is_supplier_shipped
  then coalesce(product.supplier_id, ${ourselves}) else ${ourselves} end`;

/** One supplier sends all that was bought, or its lines are sent from several places and can be split. */
export type SuppliedPart = 'whole' | 'splittable';

/**
 * How much of a parcel a supplier sends; null of our own, and of what cannot be split, as a set that
 * lies in two places. Gifts do not count: they go with whoever sends the rest. Looked up line by
 * line, as what suppliers ship may be most of the catalogue, and not at all where they ship nothing.
 */
export const suppliedPart = (ctx: Pick<Ctx, 'mallId'>, shipmentId: SQL): SQL => sql`
  case when exists (
    select from variants where mall_id = ${ctx.mallId} and is_supplier_shipped
  ) then (
    select case
      when min(first_sender) < max(last_sender) then
        case when bool_or(first_sender = last_sender and first_sender <> ${ourselves})
          then 'splittable' end
      when min(first_sender) <> ${ourselves} then 'whole' end
    from (
      select min(${senderOf}) as first_sender, max(${senderOf}) as last_sender
      from shipment_lines line
      join composition_items item
        on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      join products product
        on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
      where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId} and line.qty > 0
        and line.gift_rule_id is null
      group by line.id
    ) as line
  ) end`;

/** Of these parcels, those that one supplier sends whole. */
export async function sentBySuppliers(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: readonly number[],
): Promise<Set<number>> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select asked.id from unnest(${sql.param([...shipmentIds])}::bigint[]) as asked (id)
    where ${suppliedPart(ctx, sql`asked.id`)} = 'whole'`,
  );
  return new Set(found.map(({ id }) => id));
}

/** Parcels before their waybill that hold goods which a supplier ships, with all senders of what was bought. */
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
      array_agg(distinct ${senderOf}) as senders,
      count(distinct ${senderOf}) > 1
        and coalesce(${suppliedPart(ctx, sql`touched.id`)} = 'splittable', false) as "isSplittable"
    from touched
    join shipment_lines line
      on line.mall_id = ${ctx.mallId} and line.shipment_id = touched.id and line.qty > 0
      and line.gift_rule_id is null
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
