import { type Marked, markDue } from '@/lib/collection/mark-due';
import { tellSilences } from '@/lib/collection/tell-silence';
import type { Ctx } from '@/lib/context';
import { mallsInSilence, mallsToCollect } from '@/lib/system/due-malls';

/** Queues every channel of every mall that is due; what the timer and the cron route both do. */
export async function collectEverywhere(now: Date): Promise<Marked> {
  const total: Marked = { started: 0, skipped: 0 };
  for (const mallId of await mallsToCollect(now)) {
    const { started, skipped } = await markDue(ctxOf(mallId, now));
    total.started += started;
    total.skipped += skipped;
  }
  await tellSilencesEverywhere(now);
  return total;
}

/** The timer and the jobs process both look, so that each tells of the other's standstill. */
export async function tellSilencesEverywhere(now: Date): Promise<void> {
  for (const mallId of await mallsInSilence(now)) await tellSilences(ctxOf(mallId, now));
}

const ctxOf = (mallId: number, now: Date): Ctx => ({
  mallId,
  userId: null,
  role: 'owner',
  canSeePersonalData: false,
  now,
});
