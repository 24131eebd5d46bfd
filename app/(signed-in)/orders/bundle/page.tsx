import { getTranslations } from 'next-intl/server';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect } from '@/app/ui/filter/filter-fields';
import { OutsideLink } from '@/app/ui/filter/outside-link';
import {
  choiceParam,
  type Params,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
  withParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { RunForm } from '@/app/ui/run/run-form';
import { RunHistory } from '@/app/ui/run/run-history';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { scopes } from '@/lib/bundling/neighbours';
import { bundleScreen, bundleTabs, countLeftOut } from '@/lib/bundling/screen';
import { pageRequest } from '@/lib/paging';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { previewRun, run, undo } from './actions';
import { AnswerList } from './answer-list';
import { historyRow } from './history';
import { LeftOutList } from './left-out-list';
import { ResultList } from './result-list';
import { ReviewList } from './review-list';
import { SettingsDialog } from './settings-dialog';

export const generateMetadata = stageMetadata('bundle');

export default async function BundlePage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('bundle')];
  const { tab, size, page, ...conditions } = readParams(params, {
    ...periodParams(ctx.now),
    ...pageParams,
    scope: choiceParam(scopes),
    tab: choiceParam(bundleTabs),
  });
  const [screen, runs] = await Promise.all([
    bundleScreen(ctx, conditions, { tab, request: pageRequest(page, size) }),
    pastRuns(ctx, 'bundle'),
  ]);
  const { variants } = screen;
  const leftOut =
    screen.page.tab === 'leftOut' ? screen.page.total : () => countLeftOut(ctx, conditions);
  const counts = { ...screen.counts, leftOut };
  const list = { params, size };

  return (
    <StageScreen stage="bundle" namespaces={['bundle']} help={t('help')}>
      <FilterBar keep={{ tab, size: String(size) }}>
        <PeriodField
          key={`${conditions.from}${conditions.to}`}
          label={t('period')}
          from={conditions.from}
          to={conditions.to}
          presets={periodPresets(ctx.now)}
        />
        <OutsideLink outside={screen.outside} asked={conditions} params={params} />
        <FilterSelect
          name="scope"
          label={t('scope')}
          value={conditions.scope}
          options={scopes.map((value) => ({ value, label: t(`scopes.${value}`) }))}
        />
      </FilterBar>
      <div className="panel px-3 py-2.5">
        <RunForm preview={previewRun} run={run} label={t('run')} withFilter>
          <SettingsDialog virtualPhonesSuffice={screen.virtualPhonesSuffice} />
        </RunForm>
      </div>
      <Tabs
        label={t('tabsLabel')}
        selected={tab}
        tabs={bundleTabs.map((key) => ({
          key,
          label: t(`tabs.${key}`),
          href: withParams(params, { tab: key, page: undefined }),
          count: counts[key],
        }))}
      />
      {screen.page.tab === 'results' && <ResultList {...list} page={screen.page} />}
      {screen.page.tab === 'reviews' && <ReviewList {...list} page={screen.page} />}
      {screen.page.tab === 'leftOut' && (
        <LeftOutList {...list} page={screen.page} variants={variants} />
      )}
      {screen.page.tab === 'answers' && <AnswerList {...list} page={screen.page} />}
      <RunHistory undo={undo} runs={runs.map((past) => historyRow(past, t))} />
    </StageScreen>
  );
}
