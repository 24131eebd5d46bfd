import { type Marked, markDue } from '@/lib/collection/mark-due';
import type { Ctx } from '@/lib/context';
import { mallsToCollect } from '@/lib/system/due-malls';

/** Queues every channel of every mall that is due; what the timer and the cron route both do. */
export async function collectEverywhere(now: Date): Promise<Marked> {
  const total: Marked = { started: 0, skipped: 0 };
  for (const mallId of await mallsToCollect(now)) {
    const ctx: Ctx = { mallId, userId: null, role: 'owner', canSeePersonalData: false, now };
    const { started, skipped } = await markDue(ctx);
    total.started += started;
    total.skipped += skipped;
  }
  return total;
}
