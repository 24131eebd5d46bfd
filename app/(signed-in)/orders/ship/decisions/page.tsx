import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import {
  choiceParam,
  type Params,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageScreen } from '@/app/ui/frame/stage-screen';
import { Pager } from '@/app/ui/table/pager';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { stoppedPushes } from '@/lib/shipping/decisions/cancel-requests';
import { mismatches } from '@/lib/shipping/decisions/mismatches';
import { shortParcels } from '@/lib/shipping/decisions/short-parcels';
import { CancelList } from './cancel-list';
import { MismatchList } from './mismatch-list';
import { ShortList } from './short-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('ship.decisions');
  return { title: t('title') };
}

const tabs = ['cancel', 'mismatch', 'short'] as const;

/** 확인할 배송: what only a person can decide after packing. */
export default async function DecisionsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('ship.decisions')];
  const asked = readParams(params, {
    ...periodParams(ctx.now),
    ...pageParams,
    tab: choiceParam(tabs),
  });
  /** The page in the URL is one of the tab that is open. */
  const requestOf = (tab: (typeof tabs)[number]) =>
    pageRequest(tab === asked.tab ? asked.page : undefined, asked.size);
  const [stopped, differing, short] = await Promise.all([
    stoppedPushes(ctx, requestOf('cancel')),
    mismatches(ctx, koreanPeriod(asked.from, asked.to), requestOf('mismatch')),
    shortParcels(ctx, requestOf('short')),
  ]);
  const pages = { cancel: stopped, mismatch: differing, short };
  const marks = await parcelMarks(
    ctx,
    {
      cancel: stopped.rows.map((row) => row.shipmentId),
      mismatch: differing.rows.map((row) => row.id),
      short: short.rows.map((row) => row.id),
    }[asked.tab],
  );
  const footer = <Pager page={pages[asked.tab]} size={asked.size} params={params} />;

  return (
    <StageScreen stage="ship" namespaces={['ship']} help={t('help')}>
      <div className="flex items-center gap-3">
        <h2 className="whitespace-nowrap text-lg">{t('title')}</h2>
        <p className="text-muted">{t(`${asked.tab}Lead`)}</p>
        <LinkButton href="/orders/ship" size="small" className="ml-auto">
          {t('back')}
        </LinkButton>
      </div>
      {asked.tab === 'mismatch' && (
        <FilterBar keep={{ tab: asked.tab, size: String(asked.size) }}>
          <PeriodField
            key={`${asked.from}${asked.to}`}
            from={asked.from}
            to={asked.to}
            presets={periodPresets(ctx.now)}
          />
        </FilterBar>
      )}
      <Tabs
        label={t('tabs')}
        selected={asked.tab}
        tabs={tabs.map((key) => ({
          key,
          label: t(key),
          href: `/orders/ship/decisions?tab=${key}`,
          count: pages[key].total,
        }))}
      />
      {asked.tab === 'cancel' && <CancelList page={stopped} marks={marks} footer={footer} />}
      {asked.tab === 'mismatch' && <MismatchList page={differing} marks={marks} footer={footer} />}
      {asked.tab === 'short' && <ShortList page={short} marks={marks} footer={footer} />}
    </StageScreen>
  );
}
