import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DownloadButton } from '@/app/ui/button';
import { ClientMessages } from '@/app/ui/client-messages';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { type Params, periodPresets, withParams } from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { formatMoney, formatNumber } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { SHOWN_PRODUCTS } from '@/lib/statistics/products';
import { figuresByDay } from '@/lib/statistics/sales';
import { readAsked, tabs } from './asked';
import { barsOf } from './bars';
import { DayChart } from './day-chart';
import { Summary } from './summary';
import { type StatisticsTable, statisticsTable } from './tables';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statistics');
  return { title: t('title') };
}

/** 통계: what was ordered, how fast it left, and who did it. */
export default async function StatisticsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('statistics')];
  const asked = readAsked(params, ctx.now);
  const [channels, table, days] = await Promise.all([
    channelChoices(ctx),
    statisticsTable(ctx, t, asked),
    asked.tab === 'day' ? figuresByDay(ctx, asked.where) : [],
  ]);
  return (
    <>
      <Trail steps={[t('title'), t(`tabs.${asked.tab}`)]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <ClientMessages namespaces={[]}>
          <FilterBar keep={{ tab: asked.tab }}>
            <PeriodField
              key={`${asked.from}${asked.to}`}
              label={t('paidAt')}
              from={asked.from}
              to={asked.to}
              presets={periodPresets(ctx.now)}
            />
            <ChannelField key={String(asked.channel)} channels={channels} chosen={asked.channel} />
          </FilterBar>
        </ClientMessages>
        <Summary where={asked.where} />
        <Tabs
          label={t('tabs.label')}
          selected={asked.tab}
          tabs={tabs.map((key) => ({
            key,
            href: withParams(params, { tab: key }),
            label: t(`tabs.${key}`),
          }))}
        />
        {days.length > 0 && <DayChart bars={barsOf(days, asked.from, asked.to)} />}
        <List
          total={table.rows.length}
          toolbar={
            <DownloadButton needs="viewer" href={`/statistics/sheet${withParams(params, {})}`}>
              {t('sheet')}
            </DownloadButton>
          }
        >
          <Table
            label={t(`tabs.${asked.tab}`)}
            rows={table.rows}
            rowKey={(row) => row.slice(0, 2).join('\u0000')}
            columns={columnsOf(table)}
            emptyHint={t(asked.tab === 'operator' ? 'emptyOperators' : 'empty')}
          />
        </List>
        {asked.tab === 'product' && table.rows.length === SHOWN_PRODUCTS && (
          <p className="text-muted text-xs">{t('cut', { count: SHOWN_PRODUCTS })}</p>
        )}
        <p className="text-muted text-xs">{t('notes')}</p>
      </main>
    </>
  );

  function columnsOf({ columns }: StatisticsTable) {
    return columns.map(({ key, header, isText, unit }, index) => ({
      key,
      header,
      kind: isText ? ('text' as const) : ('number' as const),
      cell: (row: StatisticsTable['rows'][number]) => shown(row[index] ?? null, unit),
    }));
  }

  function shown(value: string | number | null, unit?: 'won' | 'percent' | 'hours') {
    if (value === null || value === '') return '-';
    if (typeof value === 'string') return value;
    if (unit === 'hours') return t('hours', { hours: value });
    if (unit === 'percent') return t('percent', { percent: value });
    return unit === 'won' ? formatMoney(value) : formatNumber(value);
  }
}
