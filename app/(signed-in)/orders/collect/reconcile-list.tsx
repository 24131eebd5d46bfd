import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { channelColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { type Comparison, lastComparisons } from '@/lib/collection/reconciliation/reconcile-screen';
import type { CollectionOverview } from '@/lib/collection/screen';
import type { Ctx } from '@/lib/context';
import { comparePeriod, fetchMissingOrders } from './actions';
import { CollectDialog } from './collect-dialog';
import { ComparedStates } from './compared-states';
import { dialogChoices } from './dialog-choices';
import { failureText } from './failure-text';
import { windowText } from './window-text';

/** 대사: what each channel lists for a period, beside what of it we have. */
export async function ReconcileList({ ctx, overview }: { ctx: Ctx; overview: CollectionOverview }) {
  const t = await getTranslations('collect');
  const comparisons = await withReasons(await lastComparisons(ctx));
  return (
    <List
      total={comparisons.length}
      toolbar={
        <CollectDialog
          action={comparePeriod}
          texts={{
            open: t('reconcile.open'),
            title: t('reconcile.title'),
            description: t('reconcile.description'),
            submit: t('reconcile.submit'),
          }}
          {...dialogChoices(overview, ctx.now)}
        />
      }
      footer={comparisons.length > 0 && <ComparedStates comparisons={comparisons} />}
    >
      <Table
        label={t('lists.reconcile')}
        rows={comparisons}
        rowKey={(row) => row.id}
        rowTone={(row) => (missingCount(row) > 0 ? 'warn' : undefined)}
        emptyHint={t('empty.reconcile')}
        columns={[
          ...comparisonColumns(t),
          {
            key: 'missing',
            header: t('columns.missingOrders'),
            kind: 'center',
            cell: (row) => (
              <Link
                className="link"
                href={withParams({}, { list: 'reconcile', comparison: String(row.id) })}
              >
                {t('openRun')}
              </Link>
            ),
          },
          { key: 'fetch', header: t('columns.fetch'), kind: 'center', cell: FetchButton },
        ]}
      />
    </List>
  );
}

export type ComparisonRow = Comparison & { reason: string };

export function withReasons(comparisons: Comparison[]): Promise<ComparisonRow[]> {
  return Promise.all(
    comparisons.map(async (row) => ({ ...row, reason: await failureText(row.error) })),
  );
}

/** While the channel is still being read, nothing is known to be missing. */
const missingCount = (row: Comparison) => (row.state === 'done' ? row.missing : 0);

/** Collects the window again; off while nothing is missing or that goes on already. */
export async function FetchButton(row: Comparison) {
  const t = await getTranslations('collect');
  return (
    <ActionButton
      size="small"
      action={fetchMissingOrders}
      input={{ id: row.id }}
      disabled={missingCount(row) === 0 || row.isFetching}
    >
      {t(row.isFetching ? 'reconcile.fetching' : 'reconcile.fetch')}
    </ActionButton>
  );
}

export function comparisonColumns(t: Translate<'collect'>): Column<ComparisonRow>[] {
  return [
    channelColumn(t('columns.channel'), 'narrow'),
    {
      key: 'window',
      header: t('columns.paidIn'),
      cell: (row) => windowText(row, row.finishedAt),
    },
    {
      key: 'listed',
      header: t('columns.listed'),
      kind: 'number',
      cell: (row) => formatNumber(row.listed),
    },
    {
      key: 'ours',
      header: t('columns.ours'),
      kind: 'number',
      cell: (row) => formatNumber(row.ours),
    },
    {
      key: 'cancelled',
      header: t('columns.cancelledBefore'),
      kind: 'number',
      cell: (row) => formatNumber(row.cancelled),
    },
    {
      key: 'missingCount',
      header: t('columns.missing'),
      kind: 'number',
      cell: (row) =>
        row.state === 'done' ? (
          <span data-count={missingCount(row)}>{formatNumber(missingCount(row))}</span>
        ) : (
          '-'
        ),
    },
    {
      key: 'state',
      header: t('columns.state'),
      kind: 'center',
      cell: (row) => <StateBadge axis="work" state={row.state} />,
    },
    {
      key: 'finishedAt',
      header: t('columns.comparedAt'),
      cell: (row) => formatTime(row.finishedAt),
    },
    { key: 'reason', header: t('columns.reason'), kind: 'text', cell: (row) => row.reason || '-' },
    {
      key: 'operator',
      header: t('columns.operator'),
      cell: (row) => row.operator ?? t('automatic'),
    },
  ];
}
