import { type Marked, markDue } from '@/lib/collection/mark-due';
import { tellSilences } from '@/lib/collection/tell-silence';
import type { Ctx } from '@/lib/context';
import { mallsInSilence, mallsToCollect } from '@/lib/system/due-malls';

/** Queues every channel of every mall that is due; what the timer and the cron route both do. */
export async function collectEverywhere(now: Date): Promise<Marked> {
  const total: Marked = { started: 0, skipped: 0 };
  const queued = eachMall(await mallsToCollect(now), async (mallId) => {
    const { started, skipped } = await markDue(ctxOf(mallId, now));
    total.started += started;
    total.skipped += skipped;
  });
  await queued.finally(() => tellSilencesEverywhere(now));
  return total;
}

/** The timer and the jobs process both look, so that each tells of the other's standstill. */
export async function tellSilencesEverywhere(now: Date): Promise<void> {
  await eachMall(await mallsInSilence(now), (mallId) => tellSilences(ctxOf(mallId, now)));
}

/** One mall after the other; one that fails takes nothing from those after it. */
export async function eachMall(
  mallIds: readonly number[],
  work: (mallId: number) => Promise<unknown>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const mallId of mallIds) await work(mallId).catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

const ctxOf = (mallId: number, now: Date): Ctx => ({
  mallId,
  userId: null,
  role: 'owner',
  canSeePersonalData: false,
  now,
});
