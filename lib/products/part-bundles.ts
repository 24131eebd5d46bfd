import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { lockMatching, waitForStage } from '@/lib/shipments/locks';
import { lineIdsIn, lockParcelsOf } from '@/lib/shipments/parcels/parcels';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';

/** What a change of goods did to standing bundles: taken apart, and held as they have a number. */
export type PartedBundles = { bundlesApart: number; bundlesHeld: number };

/** For the history, which says nothing of none. */
export const toldOf = (parted: PartedBundles): Partial<PartedBundles> =>
  Object.fromEntries(Object.entries(parted).filter(([, count]) => count > 0));

/** What decides with what else a variant may lie in a parcel. */
export type Travel = {
  temperature: string;
  bundling: string;
  maxPerParcel: number | null;
  isSupplierShipped: boolean;
  supplierId: number | null;
};

export const travelFields = [
  'temperature',
  'bundling',
  'maxPerParcel',
  'isSupplierShipped',
  'supplierId',
] as const satisfies readonly (keyof Travel)[];

export const travelsOtherwise = (before: Travel, after: Travel) =>
  travelFields.some((field) => before[field] !== after[field]);

/**
 * For variants that are about to travel otherwise: nobody matches or bundles meanwhile, and the
 * bundles in which they or other options of their products lie are locked, before anything else.
 * Returns how those come apart that may not stay once the change is written.
 */
export async function lockBundlesWith(
  tx: Tx,
  ctx: Ctx,
  variantIds: readonly number[],
): Promise<() => Promise<PartedBundles>> {
  if (variantIds.length === 0) return async () => ({ bundlesApart: 0, bundlesHeld: 0 });
  await lockMatching(tx, ctx, 'alone');
  await waitForStage(tx, ctx, 'bundle');
  const bundleIds = await bundlesWith(tx, ctx, variantIds);
  await lockParcelsOf(tx, ctx, await lineIdsIn(tx, ctx, bundleIds));
  return async () => {
    let run: Promise<number> | undefined;
    const { apart, held } = await partUnfit(tx, ctx, bundleIds, () => {
      run ??= startRun(tx, ctx, 'bundle', { goodsChanged: variantIds.length });
      return run;
    });
    const counts = { bundlesApart: apart.length, bundlesHeld: held.length };
    if (run) await finishRun(tx, ctx, await run, counts);
    return counts;
  };
}

async function bundlesWith(tx: Tx, ctx: Ctx, variantIds: readonly number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    with meaning as materialized (
      select distinct item.composition_id as id
      from variants named
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.product_id = named.product_id
      join composition_items item
        on item.mall_id = ${ctx.mallId} and item.variant_id = variant.id
      where named.mall_id = ${ctx.mallId}
        and named.id = any(${sql.param([...variantIds])}::bigint[])
    )
    select distinct shipment.id
    from shipments shipment
    join shipment_lines line on line.mall_id = ${ctx.mallId} and line.shipment_id = shipment.id
    join meaning on meaning.id = line.composition_id
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.is_bundle
      and line.qty > 0
    order by shipment.id`,
  );
  return found.map((bundle) => bundle.id);
}
