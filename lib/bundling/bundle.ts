import { type Ctx, inMall, readMall } from '@/lib/context';
import { koreanPeriod } from '@/lib/period';
import { lockStage } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { type BundleConditions, planOpenShipments } from './open-plan';
import type { Group, Plan } from './plan';
import { forgetApart, noteApart, writeBundles } from './write';

export type BundleCounts = {
  bundled: number;
  /** Shipments that went into another one. */
  joined: number;
  reviews: number;
  leftOut: number;
};

/** Puts shipments to one recipient into one parcel where the rules leave no doubt. */
export async function bundleShipments(
  ctx: Ctx,
  conditions: BundleConditions,
): Promise<BundleCounts & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'bundle');
    const plan = await planOpenShipments(tx, ctx, conditions, { lock: true });
    const runId = await startRun(tx, ctx, 'bundle', conditions);
    const apart = [...plan.reviews.flatMap((group) => group.members), ...plan.leftOut];
    await writeBundles(tx, ctx, runId, plan.bundles);
    await noteApart(tx, ctx, runId, apart);
    await forgetApart(tx, ctx, koreanPeriod(conditions.from, conditions.to), apart);
    const counts = countsOf(plan);
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** What `bundleShipments` would do now, and the groups it would make. Changes nothing. */
export async function previewBundles(
  ctx: Ctx,
  conditions: BundleConditions,
): Promise<BundleCounts & { groups: Group[] }> {
  return readMall(ctx, async (tx) => {
    const plan = await planOpenShipments(tx, ctx, conditions, { lock: false });
    return { ...countsOf(plan), groups: plan.bundles };
  });
}

function countsOf(plan: Plan): BundleCounts {
  return {
    bundled: plan.bundles.length,
    joined: plan.bundles.reduce((sum, group) => sum + group.members.length, 0),
    reviews: plan.reviews.length,
    leftOut: plan.leftOut.length,
  };
}
