import Link from 'next/link';
import { getMessages, getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { type HistoryRun, runHistory } from '@/lib/history/runs';
import { pageRequest } from '@/lib/paging';
import type { HistoryListProps } from './asked';

/** 처리 이력: runs of all stages. */
export async function RunList({ asked, subjects, period, params }: HistoryListProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('history')];
  const { history } = await getMessages();
  const page = await runHistory(
    ctx,
    {
      ...period,
      kind: asked.stage,
      userId: asked.user,
      shipmentIds: subjects?.filter(({ kind }) => kind === 'shipment').map(({ id }) => id) ?? null,
    },
    pageRequest(asked.page, asked.size),
  );
  const columns: Column<HistoryRun>[] = [
    { key: 'run', header: t('columns.run'), kind: 'number', cell: drawNumber },
    { key: 'at', header: t('columns.at'), cell: (run) => formatTime(run.at) },
    { key: 'kind', header: t('columns.kind'), cell: (run) => kindOf(run) },
    {
      key: 'operator',
      header: t('columns.operator'),
      cell: (run) => run.operator ?? t('automatic'),
    },
    { key: 'address', header: t('columns.address'), cell: (run) => run.address ?? '-' },
    { key: 'result', header: t('columns.result'), kind: 'wrap', cell: drawResult },
    {
      key: 'state',
      header: t('columns.state'),
      kind: 'center',
      cell: (run) => run.isUndone && <Badge>{t('undone')}</Badge>,
    },
  ];

  function kindOf({ kind, by, undoesRunId }: HistoryRun): string {
    const keys = [`kinds.${kind}_${by}`, `kinds.${kind}`] as 'kinds.match'[];
    const known = keys.find((key) => t.has(key));
    const name = known ? t(known) : kind;
    return undoesRunId === null ? name : `${name} · ${t('undo', { runId: String(undoesRunId) })}`;
  }

  function drawNumber({ id, hasDecisions }: HistoryRun) {
    if (!hasDecisions) return id;
    return (
      <Link
        className="link"
        href={`/history/runs/${id}`}
        aria-label={t('decisions.open', { run: String(id) })}
        prefetch={false}
      >
        {id}
      </Link>
    );
  }

  function drawResult(run: HistoryRun) {
    if (!run.hasKept) return resultOf(run);
    return (
      <Link className="link" href={`/history/kept/${run.id}`} prefetch={false}>
        {resultOf(run)}
      </Link>
    );
  }

  function resultOf({ counts }: HistoryRun): string {
    const parts = Object.keys(history.counts).flatMap((name) => {
      const count = counts[name] ?? 0;
      return count > 0 ? [t(`counts.${name}` as 'counts.orders', { count })] : [];
    });
    return parts.join(' · ') || t('nothing');
  }

  return (
    <List
      total={page.total}
      searched={subjects !== null}
      footer={<Pager page={page} size={asked.size} params={params} />}
    >
      <Table
        label={t('tabs.runs')}
        columns={columns}
        rows={page.rows}
        rowKey={(run) => run.id}
        emptyHint={t('emptyRuns')}
      />
    </List>
  );
}
