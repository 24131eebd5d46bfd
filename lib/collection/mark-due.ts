import { sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { hasClaimsToRead } from '@/lib/shipments/lists/has-claims-to-read';
import { planClaims, planRuns } from './plan';
import { type QueuedRun, runTable } from './run-rows';

export type Marked = { started: number; skipped: number };

/**
 * Queues the automatic collection of each channel that is due: of one out of use the claims alone, as
 * long as parcels of it have not left. One whose last collection still waits or runs is skipped. Two calls at once never queue a channel twice: the channel's row is the lock.
 */
export async function markDue(ctx: Ctx): Promise<Marked> {
  return inMall(ctx, async (tx) => {
    const due = await lockDueChannels(tx, ctx);
    const collectable = due.filter((channel) => channelOf(channel.marketplace) !== null);
    const free = collectable.filter((channel) => !channel.isBusy);
    await queueNext(tx, ctx, free);
    return { started: free.length, skipped: collectable.length - free.length };
  });
}

export type ChannelToQueue = {
  id: number;
  isActive: boolean;
  marketplace: string;
  watermark: string | null;
  rereadAt: string | null;
  /** Up to where its claims were read alone; null of one in use. */
  claimsReadTo: string | null;
};

/** Of a `channel`. */
export const toQueue = sql`
  channel.id, channel.is_active as "isActive", channel.marketplace, channel.watermark,
  channel.reread_at as "rereadAt", case when not channel.is_active then (
    select max(run.window_to) from collection_runs run
    where run.mall_id = channel.mall_id and run.channel_id = channel.id and run.kind = 'claims'
      and run.state = 'done' and (run.cursor ->> 'hasLookedBack')::bool
  ) end as "claimsReadTo"`;

/** Queues each channel's next automatic collections, and sets when the ones after are due. */
export async function queueNext(tx: Tx, ctx: Ctx, channels: ChannelToQueue[]): Promise<void> {
  if (channels.length === 0) return;
  const runs = channels.flatMap((channel): QueuedRun[] => {
    const hasChangeFeed = channelOf(channel.marketplace)?.capabilities.changeFeed ?? false;
    const times = { watermark: dateOf(channel.watermark), rereadAt: dateOf(channel.rereadAt) };
    const planned = channel.isActive
      ? planRuns(times, hasChangeFeed, ctx.now)
      : [planClaims(latest(channel.watermark, channel.claimsReadTo), hasChangeFeed, ctx.now)];
    return planned.map((run) => ({
      channelId: channel.id,
      ...run,
    }));
  });
  await insertRows(tx, ctx, runTable(ctx), runs);
  await setNextDue(
    tx,
    ctx,
    channels.map((channel) => channel.id),
  );
  await wakeJobs(tx);
}

type DueChannel = ChannelToQueue & { isBusy: boolean };

/**
 * Channels another caller has locked are in its hands. One that is due later than its interval was
 * put there by a clock that ran ahead.
 */
async function lockDueChannels(tx: Tx, ctx: Ctx): Promise<DueChannel[]> {
  return rows<DueChannel>(
    tx,
    sql`
    select ${toQueue},
      exists (
        select from collection_runs run
        where run.mall_id = channel.mall_id and run.channel_id = channel.id
          and run.state in ('queued', 'running') and run.kind <> 'manual'
          and not (channel.is_active and run.kind = 'claims')
      ) as "isBusy"
    from channels channel
    where channel.mall_id = ${ctx.mallId} and channel.collects_automatically
      and (channel.is_active or ${hasClaimsToRead})
      and (channel.next_due_at is null or channel.next_due_at <= ${ctx.now.toISOString()}
        or channel.next_due_at > ${ctx.now.toISOString()}::timestamptz
          + make_interval(mins => channel.collect_interval_minutes))
    order by channel.id
    for update of channel skip locked`,
  );
}

/** A little before the interval is over, so that a ten-minute tick finds a ten-minute channel due. */
async function setNextDue(tx: Tx, ctx: Ctx, channelIds: number[]): Promise<void> {
  await tx.execute(sql`
    update channels
    set next_due_at = ${ctx.now.toISOString()}::timestamptz
      + make_interval(mins => collect_interval_minutes) - interval '30 seconds'
    where mall_id = ${ctx.mallId} and id = any(${sql.param(channelIds)}::bigint[])`);
}

const dateOf = (text: string | null) => (text ? new Date(text) : null);

function latest(...times: (string | null)[]): Date | null {
  const known = times.flatMap((time) => (time ? Date.parse(time) : []));
  return known.length > 0 ? new Date(Math.max(...known)) : null;
}
