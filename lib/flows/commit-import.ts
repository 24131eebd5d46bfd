import { type Ctx, inMall } from '@/lib/context';
import { commitImportIn, type ImportResult } from '@/lib/invoicing/imports/commit-import';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { queuePushes } from '@/lib/shipping/pushes/queue-pushes';
import { withdrawPushes } from '@/lib/shipping/pushes/withdraw-pushes';
import { startTracking } from '@/lib/shipping/tracking/start-rounds';

/** 송장등록; numbers that replace what a channel was told already are pushed and tracked as well. */
export async function commitImportAndPush(ctx: Ctx, uploadId: number): Promise<ImportResult> {
  return inMall(ctx, async (tx) => {
    const { leftIds, ...result } = await commitImportIn(tx, ctx, uploadId);
    if (leftIds.length > 0) {
      await withdrawPushes(tx, ctx, leftIds);
      await queuePushes(tx, ctx, result.runId, leftIds);
      await startTracking(tx, ctx, leftIds);
      await wakeJobs(tx);
    }
    return result;
  });
}
