import type { RunRow } from '@/app/ui/run/run-history';
import type { Translate } from '@/app/ui/translate';
import type { PastRun } from '@/lib/shipments/runs/run-history';

/** A past run in words. */
export function historyRow(t: Translate<'match'>, run: PastRun): RunRow {
  const { counts } = run;
  if (run.undoesRunId !== null)
    return {
      run,
      canUndo: false,
      conditions: t('history.undo'),
      kept: counts.kept,
      result: t('history.undone', { undone: counts.undone ?? 0, kept: counts.kept ?? 0 }),
    };
  const { lines = 0, shipments = 0, rematched = 0, held = 0, matches = 0 } = counts;
  return {
    run,
    canUndo: lines + rematched + held + matches > 0,
    conditions: conditionsOf(t, run.conditions),
    result: [
      t('history.result', { lines, shipments }),
      rematched > 0 && t('history.rematched', { count: rematched }),
      held > 0 && t('history.held', { count: held }),
    ]
      .filter(Boolean)
      .join(' · '),
  };
}

function conditionsOf(t: Translate<'match'>, given: Record<string, unknown>): string {
  const { key, edited, forgotten, option, fileName, settled } = given;
  const named = (name: unknown) => `${name} ${option ?? ''}`.trim();
  if (typeof key === 'string') return named(key);
  if (typeof edited === 'string') return t('history.edited', { name: named(edited) });
  if (typeof forgotten === 'string') return t('history.forgotten', { name: named(forgotten) });
  if (typeof fileName === 'string') return t('history.imported', { name: fileName });
  return t(settled === undefined ? 'history.automatic' : 'history.settled');
}
