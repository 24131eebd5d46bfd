import { type Ctx, inMall } from '@/lib/context';
import { koreanPeriod } from '@/lib/period';
import { lockStage } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { type BundleCounts, countsOf } from './counts';
import { type BundleConditions, planOpenShipments } from './plan-open-shipments';
import { noteQuestions } from './questions';
import { forgetApart, noteApart, writeBundles } from './write';

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
    const period = koreanPeriod(conditions.from, conditions.to);
    await forgetApart(tx, ctx, period, apart);
    await noteQuestions(tx, ctx, period, plan.reviews);
    const counts = countsOf(plan);
    await finishRun(tx, ctx, runId, counts, 'kept');
    return { runId, ...counts };
  });
}
