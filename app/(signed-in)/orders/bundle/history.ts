import type { RunRow } from '@/app/ui/run/run-history';
import type { Translate } from '@/app/ui/translate';
import type { PastRun } from '@/lib/shipments/runs/run-history';

/** A run of bundling in words: of all shipments, of answers, of one bundle, or an undo. */
export function historyRow(run: PastRun, t: Translate<'bundle'>): RunRow {
  return {
    run,
    canUndo: run.undoesRunId === null && hasChanged(run.counts),
    ...textOf(run, t),
  };
}

const hasChanged = ({ joined = 0, apart = 0, released = 0 }: PastRun['counts']) =>
  joined + apart + released > 0;

function textOf({ conditions, counts, undoesRunId }: PastRun, t: Translate<'bundle'>) {
  const count = (name: string) => counts[name] ?? 0;
  if (undoesRunId !== null) {
    const result = t('history.undoneResult', { undone: count('undone'), kept: count('kept') });
    return { conditions: t('history.undo'), result, kept: count('kept') };
  }
  if (typeof conditions.answered === 'number') {
    const [joined, apart, refused] = [count('joined'), count('apart'), count('refused')];
    return {
      conditions: t('history.answered', { count: conditions.answered }),
      result: t('history.answeredResult', { joined, apart, refused }),
    };
  }
  if (typeof conditions.unbundled === 'number') {
    return {
      conditions: t('history.unbundled', { shipmentId: String(conditions.unbundled) }),
      result: t('history.unbundledResult', { released: count('released') }),
    };
  }
  if (typeof conditions.goodsChanged === 'number') {
    const [bundlesApart, bundlesHeld] = [count('bundlesApart'), count('bundlesHeld')];
    return {
      conditions: t('history.goodsChanged', { count: conditions.goodsChanged }),
      result: t('history.goodsChangedResult', { bundlesApart, bundlesHeld }),
    };
  }
  const scope = conditions.scope === 'any_channel' ? 'any_channel' : 'same_channel';
  const [bundled, joined] = [count('bundled'), count('joined')];
  const [reviews, leftOut] = [count('reviews'), count('leftOut')];
  return {
    conditions: t('history.run', {
      from: String(conditions.from),
      to: String(conditions.to),
      scope: t(`scopes.${scope}`),
    }),
    result: t('history.ranResult', { bundled, joined, reviews, leftOut }),
  };
}
