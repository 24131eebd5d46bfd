import { sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import type { Period } from '@/lib/period';
import { MAX_MANUAL_DAYS, planManual } from './plan';
import { runTable } from './run-rows';

/**
 * Queues the collection of a period (up to 31 days, by paid time) from the chosen channels. The same
 * period that already waits is not queued twice.
 */
export async function requestCollection(
  ctx: Ctx,
  request: { channelIds: number[]; period: Period },
): Promise<{ count: number }> {
  const plan = planManual(request.period, ctx.now);
  if (!plan) throw new ExpectedError('collect.errors.period', { days: MAX_MANUAL_DAYS });
  return inMall(ctx, async (tx) => {
    const channelIds = await lockCollectable(tx, ctx, request.channelIds);
    if (channelIds.length === 0) throw new ExpectedError('collect.errors.noChannel');
    const waiting = await rows<{ channelId: number }>(
      tx,
      sql`
      select channel_id as "channelId" from collection_runs
      where mall_id = ${ctx.mallId} and channel_id = any(${sql.param(channelIds)}::bigint[])
        and kind = 'manual' and states = ${plan.states} and state in ('queued', 'running')
        and window_from = ${plan.from.toISOString()}
        and window_to between ${plan.to.toISOString()}::timestamptz - interval '1 minute'
          and ${plan.to.toISOString()}`,
    );
    const asked = new Set(waiting.map((run) => run.channelId));
    const news = channelIds.filter((id) => !asked.has(id));
    await insertRows(
      tx,
      ctx,
      runTable(ctx),
      news.map((channelId) => ({ channelId, ...plan })),
    );
    const detail = { channelIds: news, from: plan.from, to: plan.to };
    await recordEvent(tx, ctx, { verb: 'collect', subject: 'channel', subjectId: null, detail });
    await wakeJobs(tx);
    return { count: channelIds.length };
  });
}

/** The lock of the channels' rows makes a second press wait and then find the first one's runs. */
export async function lockCollectable(tx: Tx, ctx: Ctx, channelIds: number[]): Promise<number[]> {
  const channels = await rows<{ id: number; marketplace: string }>(
    tx,
    sql`
    select id, marketplace from channels
    where mall_id = ${ctx.mallId} and is_active
      and id = any(${sql.param(channelIds)}::bigint[])
    order by id for update`,
  );
  return channels.filter((channel) => channelOf(channel.marketplace)).map((channel) => channel.id);
}
