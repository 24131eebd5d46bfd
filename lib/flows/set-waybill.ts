import { type Ctx, inMall } from '@/lib/context';
import { setWaybillIn, type TypedResult, type TypedWaybill } from '@/lib/invoicing/set-waybill';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { queuePushes } from '@/lib/shipping/pushes/queue-pushes';
import { withdrawPushes } from '@/lib/shipping/pushes/withdraw-pushes';
import { startTracking } from '@/lib/shipping/tracking/start-rounds';

/** A typed number; one that replaces what a channel was told already is pushed and tracked as well. */
export async function setWaybillAndPush(ctx: Ctx, typed: TypedWaybill): Promise<TypedResult> {
  return inMall(ctx, async (tx) => {
    const result = await setWaybillIn(tx, ctx, typed);
    if (result.hasLeft) {
      await withdrawPushes(tx, ctx, [typed.shipmentId]);
      await queuePushes(tx, ctx, result.runId, [typed.shipmentId]);
      await startTracking(tx, ctx, [typed.shipmentId]);
      await wakeJobs(tx);
    }
    return result;
  });
}
