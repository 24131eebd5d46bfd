import { getTranslations } from 'next-intl/server';
import { RunHistory } from '@/app/ui/run/run-history';
import type { PastRun } from '@/lib/shipments/runs/run-history';
import { undoRun } from './actions';

/** The last runs of this stage; those that gave numbers can be taken back. */
export async function InvoiceHistory({ runs }: { runs: PastRun[] }) {
  const t = await getTranslations('invoice.history');

  function conditionsOf({ conditions, undoesRunId }: PastRun): string {
    if (undoesRunId !== null) return t('undo');
    switch (conditions.by) {
      case 'range':
      case 'list':
      case 'api':
        return t('range', { account: String(conditions.account) });
      case 'typed':
        return t('typed', { shipmentId: Number(conditions.shipmentId) });
      case 'sheet':
        return t('sheet', { file: String(conditions.file) });
      case 'print':
        return t('print');
      default:
        return t('removal');
    }
  }

  function resultOf({ counts, conditions, undoesRunId }: PastRun): string {
    const { numbered = 0, refused = 0, bad = 0, removed = 0, printed = 0 } = counts;
    const { undone = 0, kept = 0 } = counts;
    if (undoesRunId !== null) return t('undoneCounts', { undone, kept });
    if (conditions.by === 'print') return t('printedCounts', { printed, refused });
    if (conditions.by === 'removal') return t('removedCounts', { removed, kept });
    return t('numbered', { numbered, refused: refused + bad });
  }

  return (
    <RunHistory
      undo={undoRun}
      undoHint={t('undoHint')}
      runs={runs.map((run) => ({
        run,
        canUndo: run.undoesRunId === null && (run.counts.numbered ?? 0) > 0,
        conditions: conditionsOf(run),
        result: resultOf(run),
        kept: run.undoesRunId === null ? 0 : run.counts.kept,
      }))}
    />
  );
}
