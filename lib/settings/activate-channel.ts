import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

/**
 * Takes a channel into use or out of it. Out of use its orders are no longer collected, nor is it
 * offered; those that are here go their way, with their claims. Taken into use, it is collected whole:
 * what still waits or runs for its claims alone is let go.
 */
export async function activateChannel(
  ctx: Ctx,
  { channelId, isActive }: { channelId: number; isActive: boolean },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [channel] = await rows<{ name: string }>(
      tx,
      sql`
      update channels set is_active = ${isActive}, next_due_at = null,
        failures_in_a_row = case when ${isActive} and not is_active then 0
          else failures_in_a_row end
      where mall_id = ${ctx.mallId} and id = ${channelId}
      returning name`,
    );
    if (!channel) throw new ExpectedError('errors.notFound');
    if (isActive) await dropClaimRuns(tx, ctx, channelId);
    await recordEvent(tx, ctx, {
      verb: isActive ? 'channel.activate' : 'channel.deactivate',
      subject: 'channel',
      subjectId: channelId,
      detail: {},
    });
    return channel;
  });
}

async function dropClaimRuns(tx: Tx, ctx: Ctx, channelId: number): Promise<void> {
  await tx.execute(sql`
    delete from collection_runs
    where mall_id = ${ctx.mallId} and channel_id = ${channelId} and kind = 'claims'
      and state in ('queued', 'running')`);
}
