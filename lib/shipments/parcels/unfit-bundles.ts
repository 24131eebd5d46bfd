import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { senderOf } from '../lists/senders';
import type { Stage } from '../stages';

export type JudgedBundle = {
  id: number;
  stage: Stage;
  requestedExportId: number | null;
  /** What lies in it may not travel together, as its goods are now. */
  isUnfit: boolean;
  /** Held until somebody takes it apart, or says that it leaves so. */
  isHeldApart: boolean;
};

/**
 * Of these parcels, the bundles that bundling would not make any more, and those held for having been
 * such: their orders bring goods of other temperatures or senders than each other, of different
 * freight terms, or that a rule keeps apart. Gifts do not count, nor does what is not matched yet.
 */
export async function judgeBundles(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: readonly number[],
): Promise<JudgedBundle[]> {
  if (shipmentIds.length === 0) return [];
  return rows<JudgedBundle>(
    tx,
    sql`
    with asked as materialized (
      select id, stage, requested_export_id, is_bundle, 'apart' = any(hold_kinds) as is_held_apart
      from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param([...shipmentIds])}::bigint[])
        and is_open and not is_history and (is_bundle or 'apart' = any(hold_kinds))
    ), part as materialized (
      select line.shipment_id, line.home_shipment_id as home_id, line.composition_id, line.qty
      from asked
      join shipment_lines line on line.mall_id = ${ctx.mallId} and line.shipment_id = asked.id
      where asked.is_bundle and line.qty > 0 and line.gift_rule_id is null
    ), goods as materialized (
      select part.shipment_id, part.home_id, part.qty * item.qty as units, variant.id as variant_id,
        variant.temperature, variant.bundling, variant.max_per_parcel, ${senderOf} as sender
      from part
      join composition_items item
        on item.mall_id = ${ctx.mallId} and item.composition_id = part.composition_id
      join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      join products product
        on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    ), brought as (
      select shipment_id, array_agg(distinct temperature order by temperature) as temperatures,
        array_agg(distinct sender order by sender) as senders
      from goods group by shipment_id, home_id
    ), variant as (
      select shipment_id, bundling, sum(units) > max_per_parcel as is_too_many
      from goods group by shipment_id, variant_id, bundling, max_per_parcel
    ), unfit as (
      select shipment_id from brought group by shipment_id
      having count(distinct temperatures) > 1 or count(distinct senders) > 1
      union
      select shipment_id from variant group by shipment_id
      having bool_or(bundling = 'alone') or bool_or(is_too_many)
        or (bool_or(bundling = 'same_only') and count(*) > 1)
      union
      select part.shipment_id from part
      join shipments home on home.mall_id = ${ctx.mallId} and home.id = part.home_id
      group by part.shipment_id having count(distinct home.freight_term) > 1
    )
    select asked.id, asked.stage, asked.requested_export_id as "requestedExportId",
      unfit.shipment_id is not null as "isUnfit", asked.is_held_apart as "isHeldApart"
    from asked
    left join unfit on unfit.shipment_id = asked.id
    where unfit.shipment_id is not null or asked.is_held_apart
    order by asked.id`,
  );
}
