import { getTranslations } from 'next-intl/server';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
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
import { idParam } from '@/lib/ids';
import { type LineFilter, lineSearchKinds } from '@/lib/matching/open-lines';
import { matchCounts, waitingKeys } from '@/lib/matching/screen';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { undoRun } from './actions';
import { GroupDialog } from './group-dialog';
import { HeldList } from './held-list';
import { historyRow } from './history';
import { KeyList } from './key-list';
import { LineList } from './line-list';
import { MatchedList } from './matched-list';

export const generateMetadata = stageMetadata('match');

const tabs = ['keys', 'lines', 'matched', 'held'] as const;
const shows = ['all', 'odd'] as const;

export default async function MatchPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('match')];
  const asked = readParams(params, {
    ...periodParams(ctx.now, 'quarter'),
    ...channelParams,
    ...wordParams(lineSearchKinds),
    ...pageParams,
    tab: choiceParam(tabs),
    show: choiceParam(shows),
    group: idParam,
  });
  const period = koreanPeriod(asked.from, asked.to);
  const filter: LineFilter = {
    from: period.from.toISOString(),
    to: period.until.toISOString(),
    channelIds: asked.channel,
    searchKind: asked.kind,
    word: asked.word,
    onlyOdd: asked.show === 'odd',
  };
  const keys = asked.tab === 'keys' ? await waitingKeys(ctx, filter) : null;
  const [choices, counts, runs] = await Promise.all([
    channelChoices(ctx),
    matchCounts(ctx, filter, keys?.counts),
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
          kinds={lineSearchKinds.map((kind) => ({ value: kind, label: t(`searchKinds.${kind}`) }))}
          kind={asked.kind}
          word={asked.word}
        />
        {asked.tab === 'matched' && (
          <FilterSelect
            name="show"
            label={t('show.label')}
            value={asked.show === 'all' ? '' : asked.show}
            options={shows.map((show) => ({
              value: show === 'all' ? '' : show,
              label: t(`show.${show}`),
            }))}
          />
        )}
      </FilterBar>
      <Tabs
        label={t('tabs')}
        selected={asked.tab}
        tabs={tabs
          .filter((key) => key !== 'held' || counts.held > 0 || asked.tab === 'held')
          .map((key) => ({
            key,
            href: withParams(params, { tab: key, page: undefined }),
            label: t(`lists.${key}`),
            count: counts[key],
          }))}
      />
      {keys && <KeyList filter={filter} keys={keys.rows} total={counts.keys} params={params} />}
      {asked.tab === 'lines' && <LineList filter={filter} {...paging} />}
      {asked.tab === 'matched' && <MatchedList filter={filter} {...paging} />}
      {asked.tab === 'held' && <HeldList />}
      {asked.group && (
        <GroupDialog
          key={asked.group}
          filter={{ ...filter, sameAs: asked.group }}
          {...paging}
          closeHref={withParams(params, { group: undefined, page: undefined })}
        />
      )}
      <RunHistory undo={undoRun} runs={runs.map((run) => historyRow(t, run))} />
    </StageScreen>
  );
}
