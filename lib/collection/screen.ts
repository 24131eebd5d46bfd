import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { apiMarketplaces } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { type CollectedChannel, type Health, healthOf } from '@/lib/shipments/lists/channel-health';
import { unacknowledgedLines } from '@/lib/shipments/lists/waiting';
import { isHeld } from './held-orders';
import type { RunKind } from './plan';

export type ChannelStatus = {
  id: number;
  name: string;
  marketplace: string;
  health: Health;
  isAutomatic: boolean;
  intervalMinutes: number;
  /** By itself or by hand. */
  lastCollectedAt: string | null;
  watermark: string | null;
  nextDueAt: string | null;
  /** `kind:detail`; null when the last collections, by itself and by hand, went well. */
  error: string | null;
  /** Of the last finished collection; null before the first. */
  added: number | null;
  updated: number | null;
  isBusy: boolean;
  failuresInARow: number;
};

export type OpenCollection = {
  id: number;
  channelName: string;
  marketplace: string;
  kind: RunKind;
  state: 'queued' | 'running';
  fetched: number;
  added: number;
  updated: number;
  failed: number;
  dueAt: string;
  error: string | null;
};

export type CollectionOverview = {
  channels: ChannelStatus[];
  open: OpenCollection[];
  unacknowledgedCount: number;
  quarantinedCount: number;
  /** Shipments that a collection held until a person has looked. */
  heldCount: number;
  isPractice: boolean;
  /** A comparison with a channel goes on. */
  isComparing: boolean;
};

/** How each channel with an adapter stands, what is being collected now, and what waits for a person. */
export async function collectionOverview(ctx: Ctx): Promise<CollectionOverview> {
  return readMall(ctx, async (tx) => ({
    channels: await channelStatuses(tx, ctx),
    open: await openCollections(tx, ctx),
    ...(await waitingCounts(tx, ctx)),
  }));
}

type StoredStatus = Omit<ChannelStatus, 'health'> &
  Pick<CollectedChannel, 'lastSuccessAt' | 'createdAt'>;

async function channelStatuses(tx: Tx, ctx: Ctx): Promise<ChannelStatus[]> {
  const stored = await rows<StoredStatus>(
    tx,
    sql`
    select channel.id, channel.name, channel.marketplace,
      channel.collects_automatically as "isAutomatic",
      channel.collect_interval_minutes as "intervalMinutes",
      channel.last_success_at as "lastSuccessAt",
      greatest(channel.last_success_at, done.finished_at) as "lastCollectedAt", channel.watermark,
      case when channel.collects_automatically then channel.next_due_at end as "nextDueAt",
      coalesce(open.error, last.error, channel.last_error) as error,
      channel.failures_in_a_row as "failuresInARow", channel.created_at as "createdAt",
      last.added, last.updated, open.id is not null as "isBusy"
    from channels channel
    left join lateral (
      select added, updated, case when kind = 'manual' then error end as error
      from collection_runs run
      where run.mall_id = channel.mall_id and run.channel_id = channel.id
        and run.state in ('done', 'failed')
      order by run.id desc limit 1
    ) last on true
    left join lateral (
      select finished_at from collection_runs run
      where run.mall_id = channel.mall_id and run.channel_id = channel.id and run.state = 'done'
      order by run.id desc limit 1
    ) done on true
    left join lateral (
      select id, error from collection_runs run
      where run.mall_id = channel.mall_id and run.channel_id = channel.id
        and run.state in ('queued', 'running')
      order by run.id limit 1
    ) open on true
    where channel.mall_id = ${ctx.mallId} and channel.is_active
      and channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
    order by channel.priority, channel.id`,
  );
  return stored.map(({ lastSuccessAt, createdAt, ...channel }) => ({
    ...channel,
    health: healthOf({ ...channel, lastSuccessAt, createdAt }, ctx.now),
  }));
}

async function openCollections(tx: Tx, ctx: Ctx): Promise<OpenCollection[]> {
  return rows<OpenCollection>(
    tx,
    sql`
    select run.id, channel.name as "channelName", channel.marketplace, run.kind, run.state,
      run.fetched, run.added, run.updated, run.failed, run.due_at as "dueAt", run.error
    from collection_runs run
    join channels channel on channel.mall_id = run.mall_id and channel.id = run.channel_id
    where run.mall_id = ${ctx.mallId} and run.state in ('queued', 'running')
    order by channel.priority, run.id`,
  );
}

async function waitingCounts(tx: Tx, ctx: Ctx) {
  return oneRow<Omit<CollectionOverview, 'channels' | 'open'>>(
    tx,
    sql`
    select settings.is_practice as "isPractice",
      (select count(*)::int from shipments shipment where ${isHeld(ctx)}) as "heldCount",
      exists (select from reconciliations
        where mall_id = ${ctx.mallId} and state in ('queued', 'running')) as "isComparing",
      (select count(*)::int from quarantined_orders
        where mall_id = ${ctx.mallId} and resolved_at is null) as "quarantinedCount",
      (select count(distinct line.id)::int ${unacknowledgedLines(ctx, [])}) as "unacknowledgedCount"
    from mall_settings settings
    where settings.mall_id = ${ctx.mallId}`,
  );
}
