import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { apiMarketplaces } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { notify } from '@/lib/notifications/notify';
import { TOLD_FAILURES } from './failure';

/** A channel that fails is told of at its third failure; only if that does not come, at this. */
const INTERVALS_WHILE_FAILING = 4;
const INTERVALS = 2;

/**
 * Tells people of channels that are collected by themselves and had no success for twice their
 * interval, once a silence: nobody fetches, it hangs, or its marketplace stays busy. One that was just
 * switched on has its interval first.
 */
export async function tellSilences(ctx: Ctx): Promise<{ told: number }> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const interval = sql`channel.collect_interval_minutes * interval '1 minute'`;
  return inMall(ctx, async (tx) => {
    const silent = await rows<{ id: number; name: string; minutes: number; reason: string }>(
      tx,
      sql`
      update channels channel
      set silence_told_at = ${now}
      where channel.mall_id = ${ctx.mallId} and channel.is_active
        and channel.collects_automatically and channel.failures_in_a_row < ${TOLD_FAILURES}
        and channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
        and coalesce(channel.last_success_at, channel.created_at) < ${now} - ${interval}
          * case when channel.failures_in_a_row > 0 then ${INTERVALS_WHILE_FAILING}::int
            else ${INTERVALS}::int end
        and (channel.silence_told_at is null
          or channel.silence_told_at < coalesce(channel.last_success_at, channel.created_at))
        and (channel.failures_in_a_row > 0 or channel.next_due_at < ${now} - ${interval} or exists (
          select from collection_runs run
          where run.mall_id = channel.mall_id and run.channel_id = channel.id
            and run.state in ('queued', 'running') and run.created_at <= ${now} - ${interval}))
      returning channel.id, channel.name, (extract(epoch from ${now}
        - coalesce(channel.last_success_at, channel.created_at)) / 60)::int as minutes,
        coalesce((
          select split_part(run.error, ':', 1) from collection_runs run
          where run.mall_id = channel.mall_id and run.channel_id = channel.id
            and run.state in ('queued', 'running') and run.error is not null
          order by run.id limit 1), '') as reason`,
    );
    for (const { id, name, minutes, reason } of silent)
      await notify(tx, ctx, {
        kind: 'collection_silent',
        subject: 'channel',
        subjectId: id,
        values: { channel: name, minutes, reason },
      });
    return { told: silent.length };
  });
}
