import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Action } from '@/lib/action';
import type { PastRun } from '@/lib/shipments/runs/run-history';
import { Badge } from '../badge';
import { Button } from '../button';
import { ActionButton } from '../form/action-button';
import { formatTime } from '../format';
import { type Column, Table } from '../table/table';

export type RunRow = {
  run: PastRun;
  conditions: string;
  result: string;
  /** The way to its reasons, say. */
  more?: ReactNode;
  /** Of an undo: shipments that it left as they are. */
  kept?: number;
  /** False for an undo itself, and for what cannot be taken back any more. */
  canUndo: boolean;
};

type RunHistoryProps = {
  runs: RunRow[];
  /** Takes { runId }. Left out for those who may only look. */
  undo?: Action;
  /** What else is to be done by hand once one is taken back. */
  undoHint?: string;
};

/** The last runs of a stage: who, when, under which conditions, with what result; and the way back. */
export async function RunHistory({ runs, undo, undoHint }: RunHistoryProps) {
  const t = await getTranslations('ui.runs');
  const columns: Column<RunRow>[] = [
    { key: 'at', header: t('at'), cell: ({ run }) => formatTime(run.at) },
    { key: 'operator', header: t('operator'), cell: ({ run }) => run.operator ?? t('automatic') },
    { key: 'conditions', header: t('conditions'), kind: 'wrap', cell: (row) => row.conditions },
    { key: 'result', header: t('result'), kind: 'wrap', cell: (row) => drawResult(row) },
    { key: 'undo', header: t('undo'), kind: 'center', cell: (row) => drawUndo(row) },
  ];

  function drawResult({ run, result, more, kept = 0 }: RunRow) {
    return (
      <>
        {result}
        {kept > 0 && (
          <>
            {' · '}
            <Link className="link" href={`/history/kept/${run.id}`} prefetch={false}>
              {t('kept', { count: kept })}
            </Link>
          </>
        )}{' '}
        {more}
      </>
    );
  }

  function drawUndo({ run, conditions, result, canUndo }: RunRow) {
    if (run.isUndone) return <Badge>{t('undone')}</Badge>;
    if (!undo || !canUndo) return null;
    if (run.isForgotten)
      return (
        <Button size="small" disabled title={t('forgotten')}>
          {t('undo')}
        </Button>
      );
    const confirm = {
      title: t('undoTitle', { conditions }),
      body: [t('undoBody', { at: formatTime(run.at), result }), undoHint].filter(Boolean).join(' '),
      label: t('undo'),
    };
    return (
      <ActionButton size="small" action={undo} input={{ runId: run.id }} confirm={confirm}>
        {t('undo')}
      </ActionButton>
    );
  }

  return (
    <details className="panel no-print">
      <summary className="px-3 py-2.5 font-semibold">{t('title')}</summary>
      <div className="border-line border-t">
        <Table
          label={t('title')}
          columns={columns}
          rows={runs}
          rowKey={({ run }) => run.id}
          emptyHint={t('none')}
        />
      </div>
    </details>
  );
}
