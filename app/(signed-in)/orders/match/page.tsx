import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { WordField } from '@/app/ui/filter/filter-fields';
import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
  withParams,
  wordParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { RunHistory } from '@/app/ui/run/run-history';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { marketplaceOf } from '@/lib/channels/registry';
import {
  type LineFilter,
  type WaitingLine,
  waitingKeys,
  waitingLines,
} from '@/lib/matching/screen';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { channelChoices } from '@/lib/shipments/channels';
import { pastRuns } from '@/lib/shipments/run-history';
import { runMatching, undoRun } from './actions';
import { MatchButton, MatchDesk } from './match-desk';

export const generateMetadata = stageMetadata('match');

const searchKinds = ['productName', 'productCode', 'orderNo'] as const;

export default async function MatchPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('match')];
  const asked = readParams(params, {
    ...periodParams(ctx.now, 'quarter'),
    ...channelParams,
    ...wordParams(searchKinds),
    ...pageParams,
    tab: choiceParam(['keys', 'lines']),
  });
  const period = koreanPeriod(asked.from, asked.to);
  const filter: LineFilter = {
    from: period.from.toISOString(),
    to: period.until.toISOString(),
    channelIds: asked.channel,
    searchKind: asked.kind,
    word: asked.word,
  };
  const [choices, keys, lines, runs] = await Promise.all([
    channelChoices(ctx),
    waitingKeys(ctx, filter),
    waitingLines(ctx, filter, pageRequest(asked.page, asked.size)),
    pastRuns(ctx, 'match'),
  ]);
  const isByKey = asked.tab === 'keys';
  const shown = isByKey ? keys.keys : lines.rows;

  return (
    <StageScreen stage="match" namespaces={['match']} help={t('help')}>
      <FilterBar keep={{ tab: asked.tab, size: String(asked.size) }}>
        <PeriodField
          key={`${asked.from}${asked.to}`}
          from={asked.from}
          to={asked.to}
          presets={periodPresets(ctx.now)}
        />
        <ChannelField key={asked.channel.join()} channels={choices} chosen={asked.channel} />
        <WordField
          label={t('searchKind')}
          kinds={searchKinds.map((kind) => ({ value: kind, label: t(`searchKinds.${kind}`) }))}
          kind={asked.kind}
          word={asked.word}
        />
      </FilterBar>
      <MatchDesk lineIds={shown.map((line) => line.lineId)}>
        <Tabs
          label={t('tabs')}
          selected={asked.tab}
          tabs={[
            {
              key: 'keys',
              href: withParams(params, { tab: undefined, page: undefined }),
              label: t('byKey'),
              count: keys.keyCount,
            },
            {
              key: 'lines',
              href: withParams(params, { tab: 'lines', page: undefined }),
              label: t('byLine'),
              count: lines.total,
            },
          ]}
        />
        <List
          total={isByKey ? keys.keyCount : lines.total}
          searched={asked.word !== ''}
          toolbar={
            <ActionButton action={runMatching} variant="primary">
              {t('run')}
            </ActionButton>
          }
          footer={!isByKey && <Pager page={lines} size={asked.size} params={params} />}
        >
          {isByKey ? (
            <Table
              label={t('byKey')}
              rows={keys.keys.map((key, index) => ({ ...key, no: keys.keyCount - index }))}
              rowKey={(key) => key.lineId}
              emptyHint={t('empty')}
              columns={[
                ...commonColumns(t),
                {
                  key: 'lines',
                  header: t('columns.waiting'),
                  kind: 'number',
                  cell: (key) => t('waitingLines', { count: key.lines }),
                },
                {
                  key: 'units',
                  header: t('columns.quantity'),
                  kind: 'number',
                  cell: (key) => formatNumber(key.units),
                },
                {
                  key: 'oldest',
                  header: t('columns.oldest'),
                  cell: (key) => formatTime(key.oldestPaidAt),
                },
                matchColumn(t),
              ]}
            />
          ) : (
            <Table
              label={t('byLine')}
              rows={lines.rows.map((line, index) => ({ ...line, no: lines.firstNo - index }))}
              rowKey={(line) => line.lineId}
              emptyHint={t('empty')}
              columns={[
                ...commonColumns(t),
                {
                  key: 'orderNo',
                  header: t('columns.orderNo'),
                  cell: (line) => line.orderNo,
                },
                {
                  key: 'units',
                  header: t('columns.quantity'),
                  kind: 'number',
                  cell: (line) => formatNumber(line.units),
                },
                {
                  key: 'paidAt',
                  header: t('columns.paidAt'),
                  cell: (line) => formatTime(line.paidAt),
                },
                matchColumn(t),
              ]}
            />
          )}
        </List>
      </MatchDesk>
      <RunHistory
        undo={undoRun}
        runs={runs.map((run) => ({
          id: run.id,
          at: run.at,
          operator: run.operator,
          isUndone: run.isUndone,
          canUndo: run.undoesRunId === null && (run.counts.lines ?? 0) > 0,
          conditions: run.undoesRunId
            ? t('history.undo')
            : typeof run.conditions.key === 'string'
              ? `${run.conditions.key} ${run.conditions.option ?? ''}`
              : t('history.automatic'),
          result: run.undoesRunId
            ? t('history.undone', { undone: run.counts.undone ?? 0, kept: run.counts.kept ?? 0 })
            : t('history.result', {
                lines: run.counts.lines ?? 0,
                shipments: run.counts.shipments ?? 0,
              }),
        }))}
      />
    </StageScreen>
  );
}

type Row = Pick<
  WaitingLine,
  | 'lineId'
  | 'orderLineId'
  | 'marketplace'
  | 'channelName'
  | 'productCode'
  | 'productName'
  | 'option'
> & { no: number };

type Translate = Awaited<ReturnType<typeof getTranslations<'match'>>>;

function commonColumns(t: Translate): Column<Row>[] {
  return [
    { key: 'no', header: 'No', kind: 'number', cell: (row) => formatNumber(row.no) },
    { key: 'lineId', header: t('columns.lineId'), kind: 'number', cell: (row) => row.orderLineId },
    {
      key: 'channel',
      header: t('columns.channel'),
      cell: (row) => (
        <ChannelName name={row.channelName} mark={marketplaceOf(row.marketplace).mark} />
      ),
    },
    { key: 'productCode', header: t('columns.productCode'), cell: (row) => row.productCode },
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text',
      cell: (row) => row.productName,
    },
    {
      key: 'option',
      header: t('columns.option'),
      kind: 'text',
      cell: (row) => row.option || '-',
    },
  ];
}

function matchColumn(t: Translate): Column<Row> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: (row) => <MatchButton lineId={row.lineId} label={t('match')} />,
  };
}
