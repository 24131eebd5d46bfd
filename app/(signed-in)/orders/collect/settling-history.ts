import type { RunRow } from '@/app/ui/run/run-history';
import type { Translate } from '@/app/ui/translate';
import type { PastRun } from '@/lib/shipments/runs/run-history';

/** What a person closed of 확인필요, or took back. */
export function settlingRow(run: PastRun, t: Translate<'collect'>): RunRow {
  const count = (name: string) => run.counts[name] ?? 0;
  const closed = count('closedAsHistory') + count('cancelledAsDuplicate');
  if (run.undoesRunId !== null) {
    const result = t('held.history.undone', { restored: count('restored'), kept: count('kept') });
    const kept = count('kept');
    return { run, canUndo: false, conditions: t('held.history.undo'), result, kept };
  }
  const kind = run.conditions.kind === 'duplicate' ? 'duplicate' : 'shipped_by_channel';
  return {
    run,
    canUndo: closed > 0,
    conditions: t(`held.history.${kind}`),
    result: t('held.history.closed', { count: closed }),
  };
}
