import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { ClientMessages } from '@/app/ui/client-messages';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
import { type Params, withParams } from '@/app/ui/filter/params';
import { Trail } from '@/app/ui/frame/trail';
import { RunHistory } from '@/app/ui/run/run-history';
import { currentCtx } from '@/lib/auth/current';
import { matchSearchKinds } from '@/lib/matching/matches-screen';
import { rememberedRules } from '@/lib/matching/reasons';
import { pageRequest } from '@/lib/paging';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { undoRun } from '../../orders/match/actions';
import { historyRow } from '../../orders/match/history';
import { MatchDesk } from '../../orders/match/match-desk';
import { ProductTabs } from '../product-tabs';
import { filterOf, readAsked, shows } from './asked';
import { ChangesDialog } from './changes-dialog';
import { MatchTable } from './match-table';
import { MatchImport } from './sheet-dialogs';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('match.matches');
  return { title: t('title') };
}

/** 매칭정보: what channels' products and options mean, and the ways to change it. */
export default async function MatchesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('match')];
  const menu = await getTranslations('frame.menu');
  const asked = readAsked(params);
  const filter = filterOf(asked);
  const [choices, runs] = [await channelChoices(ctx), await pastRuns(ctx, 'match')];
  return (
    <>
      <Trail steps={[menu('products'), t('matches.title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('matches.title')}</h1>
        <ProductTabs selected="matches" />
        <FilterBar keep={{ size: String(asked.size) }}>
          <ChannelField key={asked.channel.join()} channels={choices} chosen={asked.channel} />
          <WordField
            label={t('searchKind')}
            kinds={matchSearchKinds.map((kind) => ({
              value: kind,
              label: t(`matches.searchKinds.${kind}`),
            }))}
            kind={asked.kind}
            word={asked.word}
          />
          <FilterSelect
            name="rule"
            label={t('columns.rule')}
            value={asked.rule}
            options={[
              { value: '', label: t('show.all') },
              ...rememberedRules.map((rule) => ({ value: rule, label: t(`rules.${rule}`) })),
            ]}
          />
          <FilterSelect
            name="show"
            label={t('show.label')}
            value={asked.show === 'all' ? '' : asked.show}
            options={shows.map((show) => ({
              value: show === 'all' ? '' : show,
              label: show === 'noGoods' ? t('noGoods') : t(`show.${show}`),
            }))}
          />
          <LinkButton href="/orders/match" prefetch={false} className="ml-auto">
            {t('matches.toStage')}
          </LinkButton>
        </FilterBar>
        <ClientMessages namespaces={['match']}>
          <MatchDesk>
            <MatchTable
              filter={filter}
              request={pageRequest(asked.page, asked.size)}
              size={asked.size}
              params={params}
            />
          </MatchDesk>
        </ClientMessages>
        <RunHistory undo={undoRun} runs={runs.map((run) => historyRow(t, run))} />
      </main>
      {asked.upload !== undefined && (
        <ClientMessages namespaces={['match']}>
          <MatchImport uploadId={asked.upload} filter={asked.rows} params={params} />
        </ClientMessages>
      )}
      {asked.changes !== undefined && (
        <ChangesDialog
          matchId={asked.changes}
          closeHref={withParams(params, { changes: undefined })}
        />
      )}
    </>
  );
}
