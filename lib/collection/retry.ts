import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { type ChannelToQueue, queueNext, toQueue } from './mark-due';

/**
 * Collects a channel at once: a run that waits to try again does so now, one that gave up goes on
 * from where it stopped, else the next one is queued. What was read while it was out of use has no part
 * in that.
 */
export async function retryCollection(ctx: Ctx, channelId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const [channel] = await rows<ChannelToQueue>(
      tx,
      sql`
      select ${toQueue} from channels channel
      where channel.mall_id = ${ctx.mallId} and channel.id = ${channelId} and channel.is_active
      for update`,
    );
    if (!channel || !channelOf(channel.marketplace)) throw new ExpectedError('errors.notFound');
    if ((await hurry(tx, ctx, channelId)) || (await resume(tx, ctx, channelId))) await wakeJobs(tx);
    else await queueNext(tx, ctx, [channel]);
    await recordEvent(tx, ctx, {
      verb: 'channel.collectAgain',
      subject: 'channel',
      subjectId: channelId,
      detail: {},
    });
  });
}

/** True when something of the channel waits or runs already. */
async function hurry(tx: Tx, ctx: Ctx, channelId: number): Promise<boolean> {
  const open = await rows(
    tx,
    sql`
    update collection_runs
    set due_at = case when state = 'queued' then least(due_at, ${ctx.now.toISOString()}) else due_at end
    where mall_id = ${ctx.mallId} and channel_id = ${channelId} and kind <> 'claims'
      and state in ('queued', 'running')
    returning id`,
  );
  return open.length > 0;
}

async function resume(tx: Tx, ctx: Ctx, channelId: number): Promise<boolean> {
  const resumed = await rows(
    tx,
    sql`
    update collection_runs run
    set state = 'queued', due_at = ${ctx.now.toISOString()}, attempts = 0, finished_at = null,
      cursor = run.cursor - 'turns' - 'attempt'
    from (
      select id from collection_runs
      where mall_id = ${ctx.mallId} and channel_id = ${channelId} and kind <> 'claims'
      order by id desc limit 1
    ) last
    where run.mall_id = ${ctx.mallId} and run.id = last.id and run.state = 'failed'
    returning run.id`,
  );
  return resumed.length > 0;
}
