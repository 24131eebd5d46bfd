import type { RunRow } from '@/app/ui/run/run-history';
import type { PastRun } from '@/lib/shipments/run-history';
import type { Translate } from './translate';

/** A past run in words. */
export function historyRow(t: Translate, run: PastRun): RunRow {
  const { id, at, operator, isUndone, counts } = run;
  if (run.undoesRunId !== null)
    return {
      ...{ id, at, operator, isUndone, canUndo: false },
      conditions: t('history.undo'),
      result: t('history.undone', { undone: counts.undone ?? 0, kept: counts.kept ?? 0 }),
    };
  const { key, option } = run.conditions;
  return {
    ...{ id, at, operator, isUndone, canUndo: (counts.lines ?? 0) > 0 },
    conditions: typeof key === 'string' ? `${key} ${option ?? ''}`.trim() : t('history.automatic'),
    result: t('history.result', { lines: counts.lines ?? 0, shipments: counts.shipments ?? 0 }),
  };
}
