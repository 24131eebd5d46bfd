import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { senderOf } from '@/lib/shipments/lists/senders';
import type { AffectedLine } from './affected';
import { type Travel, travelsAlike } from './rematch-plan';

export type Bundle = { shipmentId: number; guestLineIds: number[] };

/** The bundles that may not stay together with what their lines are going to mean. */
export async function bundlesThatComeApart(
  tx: Tx,
  ctx: Ctx,
  changed: readonly AffectedLine[],
): Promise<Bundle[]> {
  const travels = await travelOf(tx, ctx, changed);
  const altered = changed.filter(
    ({ before, after }) => !travelsAlike(travels.get(before ?? 0), travels.get(after ?? 0)),
  );
  const guests = await rows<{ id: number; shipmentId: number }>(
    tx,
    sql`
    select id, shipment_id as "shipmentId" from shipment_lines
    where mall_id = ${ctx.mallId} and home_shipment_id <> shipment_id and shipment_id =
      any(${sql.param([...new Set(altered.map((line) => line.shipmentId))])}::bigint[])
    order by id`,
  );
  return [...grouped(guests, (line) => line.shipmentId)].map(([shipmentId, lines]) => ({
    shipmentId,
    guestLineIds: lines.map((line) => line.id),
  }));
}

/** By composition; one without goods travels with everything. */
async function travelOf(
  tx: Tx,
  ctx: Ctx,
  changed: readonly AffectedLine[],
): Promise<Map<number, Travel>> {
  const ids = new Set(changed.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()));
  const found = await rows<Travel & { id: number }>(
    tx,
    sql`
    select composition.id,
      coalesce(array_agg(distinct variant.temperature order by variant.temperature)
        filter (where variant.id is not null), '{}') as temperatures,
      coalesce(bool_and(variant.bundling = 'normal' and variant.max_per_parcel is null), true)
        as "isPlain",
      coalesce(array_agg(distinct ${senderOf}) filter (where variant.id is not null), '{}') as senders
    from compositions composition
    left join composition_items item
      on item.mall_id = composition.mall_id and item.composition_id = composition.id
    left join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    left join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where composition.mall_id = ${ctx.mallId}
      and composition.id = any(${sql.param([...ids])}::bigint[])
    group by composition.id`,
  );
  return new Map(found.map(({ id, ...travel }) => [id, travel]));
}
