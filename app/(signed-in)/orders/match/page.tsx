import { getTranslations } from 'next-intl/server';
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
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { RunHistory } from '@/app/ui/run/run-history';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { type LineFilter, matchCounts } from '@/lib/matching/screen';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { channelChoices } from '@/lib/shipments/channels';
import { pastRuns } from '@/lib/shipments/run-history';
import { undoRun } from './actions';
import { historyRow } from './history';
import { KeyList } from './key-list';
import { LineList } from './line-list';
import { MatchedList } from './matched-list';

export const generateMetadata = stageMetadata('match');

const searchKinds = ['productName', 'productCode', 'orderNo'] as const;
const tabs = ['keys', 'lines', 'matched'] as const;

export default async function MatchPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('match')];
  const asked = readParams(params, {
    ...periodParams(ctx.now, 'quarter'),
    ...channelParams,
    ...wordParams(searchKinds),
    ...pageParams,
    tab: choiceParam(tabs),
  });
  const period = koreanPeriod(asked.from, asked.to);
  const filter: LineFilter = {
    from: period.from.toISOString(),
    to: period.until.toISOString(),
    channelIds: asked.channel,
    searchKind: asked.kind,
    word: asked.word,
  };
  const [choices, counts, runs] = await Promise.all([
    channelChoices(ctx),
    matchCounts(ctx, filter),
    pastRuns(ctx, 'match'),
  ]);
  const paging = { request: pageRequest(asked.page, asked.size), size: asked.size, params };

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
      <Tabs
        label={t('tabs')}
        selected={asked.tab}
        tabs={tabs.map((key) => ({
          key,
          href: withParams(params, { tab: key, page: undefined }),
          label: t(`lists.${key}`),
          count: counts[key],
        }))}
      />
      {asked.tab === 'keys' && <KeyList filter={filter} total={counts.keys} />}
      {asked.tab === 'lines' && <LineList filter={filter} {...paging} />}
      {asked.tab === 'matched' && <MatchedList filter={filter} {...paging} />}
      <RunHistory undo={undoRun} runs={runs.map((run) => historyRow(t, run))} />
    </StageScreen>
  );
}
