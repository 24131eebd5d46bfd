import { type Ctx, inMall } from '@/lib/context';
import { setWaybillIn, type TypedResult, type TypedWaybill } from '@/lib/invoicing/set-waybill';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { queuePushes } from '@/lib/shipping/pushes/queue-pushes';
import { withdrawPushes } from '@/lib/shipping/pushes/withdraw-pushes';

/** A typed number; one that replaces what a channel was told already is pushed as well. */
export async function setWaybillAndPush(ctx: Ctx, typed: TypedWaybill): Promise<TypedResult> {
  return inMall(ctx, async (tx) => {
    const result = await setWaybillIn(tx, ctx, typed);
    if (result.hasLeft) {
      await withdrawPushes(tx, ctx, [typed.shipmentId]);
      await queuePushes(tx, ctx, result.runId, [typed.shipmentId]);
      await wakeJobs(tx);
    }
    return result;
  });
}
