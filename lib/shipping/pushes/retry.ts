import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { wakeJobs } from '@/lib/leases/wake-jobs';

/**
 * Makes failed pushes due again: these, or all of them. One whose outcome nobody knows is read back
 * from the marketplace before it is sent.
 */
export async function retryPushes(
  ctx: Ctx,
  pushIds: number[] | 'all',
): Promise<{ retried: number }> {
  const now = ctx.now.toISOString();
  return inMall(ctx, async (tx) => {
    const chosen = pushIds === 'all' ? sql`` : sql`and id = any(${sql.param(pushIds)}::bigint[])`;
    const retried = await rows(
      tx,
      sql`
      with locked as (
        select id from pushes
        where mall_id = ${ctx.mallId} and state in ('failed', 'unknown') ${chosen}
        order by id for update
      )
      update pushes push
      set state = case push.state when 'unknown' then 'sending' else 'waiting' end,
        attempts = 0, due_at = ${now}, leased_until = ${now}
      from locked
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
      returning push.id`,
    );
    if (retried.length > 0) await wakeJobs(tx);
    await recordEvent(tx, ctx, {
      verb: 'push.retry',
      subject: 'shipment',
      subjectId: null,
      detail: { retried: retried.length },
    });
    return { retried: retried.length };
  });
}
