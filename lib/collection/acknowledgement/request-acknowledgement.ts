import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';

const KEPT_DAYS = 90;

/**
 * Queues 발주확인 of exactly these lines, as far as they still wait and nobody has queued them: one
 * piece of work a channel, so that a slow one keeps no other waiting.
 */
export async function requestAcknowledgement(
  ctx: Ctx,
  lineIds: number[],
): Promise<{ count: number }> {
  return inMall(ctx, async (tx) => {
    await lockChannelsOf(tx, ctx, lineIds);
    await forgetOld(tx, ctx);
    const { count } = await oneRow<{ count: number }>(
      tx,
      sql`
      with chosen as (
        select line.id, line.channel_id from order_lines line
        where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
          and line.channel_state = 'paid' and line.qty > line.cancelled_qty
          and not exists (
            select from acknowledgement_lines asked
            where asked.mall_id = ${ctx.mallId} and asked.order_line_id = line.id
              and asked.outcome is null)
      ), made as (
        insert into acknowledgements
          (mall_id, channel_id, due_at, line_count, requested_by, created_at)
        select ${ctx.mallId}, channel_id, ${ctx.now.toISOString()}, count(*), ${ctx.userId},
          ${ctx.now.toISOString()}
        from chosen group by channel_id
        returning id, channel_id
      ), listed as (
        insert into acknowledgement_lines (mall_id, acknowledgement_id, order_line_id)
        select ${ctx.mallId}, made.id, chosen.id
        from chosen join made on made.channel_id = chosen.channel_id
        returning order_line_id
      )
      select count(*)::int as count from listed`,
    );
    if (count === 0) throw new ExpectedError('collect.errors.nothingToAcknowledge');
    await wakeJobs(tx);
    return { count };
  });
}

/** A second press waits here, and then finds the lines of the first one queued. */
async function lockChannelsOf(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<void> {
  await tx.execute(sql`
    select from channels
    where mall_id = ${ctx.mallId} and id in (
      select channel_id from order_lines
      where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[]))
    order by id for update`);
}

async function forgetOld(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from acknowledgements
      where mall_id = ${ctx.mallId}
        and finished_at < ${ctx.now.toISOString()}::timestamptz - ${KEPT_DAYS} * interval '1 day'
      returning id
    )
    delete from acknowledgement_lines
    where mall_id = ${ctx.mallId} and acknowledgement_id in (select id from gone)`);
}
