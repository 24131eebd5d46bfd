import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { LinkButton } from '@/app/ui/button';
import { ClientMessages } from '@/app/ui/client-messages';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { WordField } from '@/app/ui/filter/filter-fields';
import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  periodPresets,
  readParams,
  sizeParam,
  withParams,
  wordParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { claimStates } from '@/lib/channels/claim';
import { answerCounts } from '@/lib/claims/answers/screen';
import { claimCounts, claimList, claimQueues, claimWordKinds } from '@/lib/claims/screen';
import { idParam } from '@/lib/ids';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { maySearchBy } from '@/lib/recipients/search-kinds';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { ClaimDialog } from './claim-dialog';
import { ClaimTable } from './claim-table';
import { emptyHint } from './empty-hint';
import { EntryDialog } from './entry-dialog';
import { Toolbar } from './toolbar';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('claims');
  return { title: t('title') };
}

const day = z.iso.date().or(z.literal('')).catch('').default('');

const ALL_STATES = [
  'requested',
  'unapproved',
  'unsent',
  'all',
  'accepted',
  'done',
  'rejected',
  'withdrawn',
] as const;

/** 클레임: by kind and state, decided here, with the queue of those withdrawn until they are seen. */
export default async function ClaimsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('claims')];
  const asked = readParams(params, {
    queue: choiceParam(claimQueues),
    state: choiceParam(ALL_STATES),
    from: day,
    to: day,
    claim: idParam,
    entry: z.string().optional(),
    orderNo: z.string().trim().max(100).catch(''),
    ...channelParams,
    ...wordParams(claimWordKinds),
    ...pageParams,
    // What buyers want back in a day is decided at one look.
    size: sizeParam(100),
  });
  const isDated = asked.from !== '' && asked.to !== '';
  const shownStates = ALL_STATES.filter((state) => {
    if (state === 'unapproved') return asked.queue === 'return';
    return state !== 'unsent' || asked.queue === 'exchange';
  });
  const chosen = shownStates.includes(asked.state) ? asked.state : 'requested';
  const filter = {
    queue: asked.queue,
    state: chosen === 'all' ? null : chosen,
    period: isDated ? koreanPeriod(asked.from, asked.to) : null,
    channelIds: asked.channel,
    kind: asked.kind,
    word: asked.word,
  };
  const [channels, page, counts, answers] = await Promise.all([
    channelChoices(ctx),
    claimList(ctx, filter, pageRequest(asked.page, asked.size)),
    claimCounts(ctx, filter),
    answerCounts(ctx),
  ]);
  const isOfKind = asked.queue !== 'incoming' && asked.queue !== 'withdrawn';
  const list = isOfKind && asked.queue !== 'sold_out' ? chosen : asked.queue;
  const isSearched = asked.word !== '' || isDated || asked.channel.length > 0;
  const wordKinds = claimWordKinds.filter((kind) => maySearchBy(ctx, kind));
  const closeHref = withParams(params, { claim: undefined, entry: undefined, orderNo: undefined });
  const allStates = claimStates.reduce((sum, state) => sum + counts.states[state], 0);
  return (
    <StageFrame title={t('title')}>
      <LiveRefresh active={answers.open > answers.failed} everyMs={3000} />
      <Tabs
        label={t('kind')}
        selected={asked.queue}
        tabs={claimQueues.map((queue) => ({
          key: queue,
          href: withParams(params, { queue, state: undefined, page: undefined }),
          label: t(`queues.${queue}`),
          count: counts.queues[queue],
        }))}
      />
      <ClientMessages namespaces={[]}>
        <FilterBar keep={{ queue: asked.queue, state: chosen, size: String(asked.size) }}>
          <PeriodField
            key={`period ${asked.from} ${asked.to}`}
            label={t('period')}
            from={asked.from}
            to={asked.to}
            presets={periodPresets(ctx.now)}
          />
          <ChannelField
            key={`channels ${asked.channel.join()}`}
            channels={channels}
            chosen={asked.channel}
          />
          <WordField
            label={t('searchKind')}
            kinds={wordKinds.map((kind) => ({ value: kind, label: t(`searchKinds.${kind}`) }))}
            kind={asked.kind}
            word={asked.word}
          />
        </FilterBar>
      </ClientMessages>
      {isOfKind && (
        <Tabs
          label={t('state')}
          selected={chosen}
          tabs={shownStates.map((state) => ({
            key: state,
            href: withParams(params, { state, page: undefined }),
            label: state === 'all' ? t('all') : t(`states.${state}`),
            count: { all: allStates, ...counts, ...counts.states }[state],
          }))}
        />
      )}
      <List
        total={page.total}
        searched={isSearched}
        rowIds={page.rows.map((row) => row.id)}
        toolbar={
          <>
            <OpenDialogButton href={withParams(params, { entry: '1' })}>
              {t('enter')}
            </OpenDialogButton>
            <LinkButton href="/claims/answers">
              {t('answer.count', { count: answers.open })}
            </LinkButton>
            <Toolbar queue={asked.queue} state={chosen} />
          </>
        }
        footer={<Pager page={page} size={asked.size} params={params} />}
      >
        <ClaimTable
          rows={page.rows}
          firstNo={page.firstNo}
          params={params}
          emptyHint={t(emptyHint(list, isSearched))}
        />
      </List>
      {asked.claim && <ClaimDialog claimId={asked.claim} closeHref={closeHref} />}
      {asked.entry && <EntryDialog orderNo={asked.orderNo} closeHref={closeHref} />}
    </StageFrame>
  );
}
