import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { withParams } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { channelColumn, noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { type PastCollection, pastCollections } from '@/lib/collection/lists';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { failureText } from './failure-text';
import type { ListProps } from './list-props';
import { windowText } from './window-text';

/** 수집이력: every collection with its window, counts, duration and error. */
export async function HistoryList({ ctx, params, channelIds, size, request }: ListProps) {
  const t = await getTranslations('collect');
  const [page, choices] = await Promise.all([
    pastCollections(ctx, channelIds, request),
    channelChoices(ctx),
  ]);
  const runs = await Promise.all(
    page.rows.map(async (run, index) => ({
      ...run,
      no: page.firstNo - index,
      reason: await failureText(run.error),
    })),
  );
  return (
    <>
      <FilterBar keep={{ list: 'history', size: String(size) }}>
        <ChannelField key={channelIds.join()} channels={choices} chosen={channelIds} />
      </FilterBar>
      <List
        total={page.total}
        searched={channelIds.length > 0}
        footer={<Pager page={page} size={size} params={params} />}
      >
        <Table
          label={t('lists.history')}
          rows={runs}
          rowKey={(run) => run.id}
          emptyHint={t('empty.history')}
          columns={[
            noColumn,
            ...runColumns(t),
            {
              key: 'open',
              header: t('columns.open'),
              kind: 'center',
              cell: (run) => (
                <Link
                  className="link"
                  href={withParams({}, { list: 'history', run: String(run.id) })}
                >
                  {t('openRun')}
                </Link>
              ),
            },
          ]}
        />
      </List>
    </>
  );
}

export type RunRow = PastCollection & { reason: string };

/** One collection, as the history and its own page show it. */
export function runColumns<Row extends RunRow>(t: Translate<'collect'>): Column<Row>[] {
  const count = (key: 'fetched' | 'added' | 'updated' | 'failed'): Column<Row> => ({
    key,
    header: t(`columns.${key}`),
    kind: 'number',
    cell: (run) => formatNumber(run[key]),
  });
  return [
    { key: 'startedAt', header: t('columns.startedAt'), cell: (run) => formatTime(run.startedAt) },
    channelColumn(t('columns.channel'), 'tight'),
    {
      key: 'kind',
      header: t('columns.kind'),
      cell: (run) => (
        <span className="block min-w-14 whitespace-normal">{t(`kinds.${run.kind}`)}</span>
      ),
    },
    {
      key: 'window',
      header: t('columns.window'),
      cell: (run) => windowText(run, run.startedAt),
    },
    count('fetched'),
    count('added'),
    count('updated'),
    count('failed'),
    {
      key: 'seconds',
      header: t('columns.duration'),
      kind: 'number',
      cell: (run) => (run.seconds === null ? '-' : t('seconds', { seconds: run.seconds })),
    },
    {
      key: 'state',
      header: t('columns.state'),
      kind: 'center',
      cell: (run) => <StateBadge axis="work" state={run.state} />,
    },
    { key: 'reason', header: t('columns.reason'), kind: 'text', cell: (run) => run.reason || '-' },
    {
      key: 'operator',
      header: t('columns.operator'),
      cell: (run) => run.operator ?? t('automatic'),
    },
  ];
}
