import { getTranslations } from 'next-intl/server';
import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  readParams,
  sizeParam,
  withParams,
} from '@/app/ui/filter/params';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { recentAcknowledgements } from '@/lib/collection/acknowledgement/acknowledgement-screen';
import { type CollectionOverview, collectionOverview } from '@/lib/collection/screen';
import { pageRequest } from '@/lib/paging';
import { Acknowledgements } from './acknowledgements';
import { HeldList } from './held-list';
import { HistoryList } from './history-list';
import { MissingOrders } from './missing-orders';
import { OpenCollections } from './open-collections';
import { PracticeDesk } from './practice-desk';
import { QuarantineList } from './quarantine-list';
import { ReconcileList } from './reconcile-list';
import { RunOrders } from './run-orders';
import { StatusList } from './status-list';
import { UnacknowledgedList } from './unacknowledged-list';

export const generateMetadata = stageMetadata('collect');

const lists = [
  'channels',
  'unacknowledged',
  'held',
  'history',
  'quarantined',
  'reconcile',
  'practice',
] as const;

export default async function CollectPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('collect')];
  const { list } = readParams(params, { list: choiceParam(lists) });
  const asked = readParams(params, {
    ...channelParams,
    ...pageParams,
    // What waits for a decision is looked through as a whole.
    ...(list === 'held' && { size: sizeParam(500) }),
    run: pageParams.page,
    comparison: pageParams.page,
    health: choiceParam(['any', 'trouble'] as const),
  });
  const [overview, acknowledgements] = await Promise.all([
    collectionOverview(ctx),
    recentAcknowledgements(ctx),
  ]);
  const isAcknowledging = acknowledgements.some((work) => work.state !== 'done');
  const listProps = { ctx, params, channelIds: asked.channel, size: asked.size };
  const request = pageRequest(asked.page, asked.size);
  return (
    <StageScreen stage="collect" namespaces={['collect']} help={t('help')}>
      <LiveRefresh active={overview.open.length > 0 || overview.isComparing || isAcknowledging} />
      <Tabs
        label={t('lists.label')}
        selected={list}
        tabs={lists
          .filter((list) => list !== 'practice' || overview.isPractice)
          .map((list) => ({
            key: list,
            href: withParams({}, { list: list === 'channels' ? undefined : list }),
            label: t(`lists.${list}`),
            count: countOf(list, overview),
          }))}
      />
      {list === 'channels' && (
        <StatusList
          overview={overview}
          now={ctx.now}
          channelIds={asked.channel}
          onlyTrouble={asked.health === 'trouble'}
        />
      )}
      {list === 'unacknowledged' && <UnacknowledgedList {...listProps} request={request} />}
      {list === 'held' && <HeldList {...listProps} request={request} />}
      {list === 'quarantined' && <QuarantineList {...listProps} request={request} />}
      {list === 'history' &&
        (Number(asked.run) > 0 ? (
          <RunOrders {...listProps} request={request} runId={Number(asked.run)} />
        ) : (
          <HistoryList {...listProps} request={request} />
        ))}
      {list === 'reconcile' &&
        (Number(asked.comparison) > 0 ? (
          <MissingOrders {...listProps} request={request} comparisonId={Number(asked.comparison)} />
        ) : (
          <ReconcileList ctx={ctx} overview={overview} />
        ))}
      {list === 'practice' && overview.isPractice && <PracticeDesk ctx={ctx} />}
      <div className="sticky bottom-2 z-10 grid grid-cols-1 gap-2">
        <OpenCollections open={overview.open} />
        <Acknowledgements
          shown={acknowledgements.filter(
            (work) => work.state !== 'done' || list === 'unacknowledged',
          )}
          now={ctx.now}
        />
      </div>
    </StageScreen>
  );
}

function countOf(list: (typeof lists)[number], overview: CollectionOverview): number | undefined {
  if (list === 'unacknowledged') return overview.unacknowledgedCount;
  if (list === 'held') return overview.heldCount;
  return list === 'quarantined' ? overview.quarantinedCount : undefined;
}
