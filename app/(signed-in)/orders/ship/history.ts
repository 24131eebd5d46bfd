import type { Translate } from '@/app/ui/translate';
import type { PastRun } from '@/lib/shipments/runs/run-history';

/** What a run of this stage was asked to do, and what came of it. */
export function runTexts(t: Translate<'ship'>, { conditions, counts }: PastRun) {
  if (typeof conditions.asked === 'number') {
    return {
      conditions: t('history.asked', { count: conditions.asked }),
      result: t('history.shipped', {
        shipped: counts.shipped ?? 0,
        refused: counts.refused ?? 0,
        pushes: counts.pushes ?? 0,
      }),
    };
  }
  if (counts.methodChosen !== undefined) {
    return {
      conditions: t('history.method'),
      result: t('history.methodChosen', { count: counts.methodChosen }),
    };
  }
  if (counts.delivered !== undefined) {
    return {
      conditions: t('history.tracked'),
      result: t('history.delivered', { count: counts.delivered }),
    };
  }
  if (counts.short !== undefined) {
    return {
      conditions: t('history.shortage'),
      result: t('history.short', { count: counts.short }),
    };
  }
  return {
    conditions: t('unship'),
    result: t('history.unshipped', { unshipped: counts.unshipped ?? 0, sent: counts.sent ?? 0 }),
  };
}
