import { sql } from 'drizzle-orm';
import { insertRows } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import type { Period } from '@/lib/period';
import { MAX_MANUAL_DAYS, planManual } from '../plan';
import { lockCollectable } from '../request';

/**
 * Queues the comparison of a period of paid times with the chosen channels. It takes the place of a
 * channel's last one; a channel that is being compared is left alone.
 */
export async function requestReconciliation(
  ctx: Ctx,
  request: { channelIds: number[]; period: Period },
): Promise<{ count: number }> {
  const plan = planManual(request.period, ctx.now);
  if (!plan) throw new ExpectedError('collect.errors.period', { days: MAX_MANUAL_DAYS });
  return inMall(ctx, async (tx) => {
    const channelIds = await lockCollectable(tx, ctx, request.channelIds);
    if (channelIds.length === 0) throw new ExpectedError('collect.errors.noChannel');
    const busy = await busyChannels(tx, ctx, channelIds);
    const free = channelIds.filter((id) => !busy.has(id));
    await forgetLast(tx, ctx, free);
    const now = ctx.now.toISOString();
    const table = {
      table: 'reconciliations',
      columns: {
        channel_id: ['bigint', (id: number) => id],
        window_from: ['timestamptz', plan.from.toISOString()],
        window_to: ['timestamptz', plan.to.toISOString()],
        state: ['text', 'queued'],
        due_at: ['timestamptz', now],
        requested_by: ['bigint', ctx.userId],
        created_at: ['timestamptz', now],
      } as const,
    };
    await insertRows(tx, ctx, table, free);
    const detail = { channelIds: free, from: plan.from, to: plan.to };
    await recordEvent(tx, ctx, { verb: 'reconcile', subject: 'channel', subjectId: null, detail });
    await wakeJobs(tx);
    return { count: channelIds.length };
  });
}

async function busyChannels(tx: Tx, ctx: Ctx, channelIds: number[]): Promise<Set<number>> {
  const busy = await rows<{ id: number }>(
    tx,
    sql`
    select channel_id as id from reconciliations
    where mall_id = ${ctx.mallId} and channel_id = any(${sql.param(channelIds)}::bigint[])
      and state in ('queued', 'running')`,
  );
  return new Set(busy.map((channel) => channel.id));
}

async function forgetLast(tx: Tx, ctx: Ctx, channelIds: number[]): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from reconciliations
      where mall_id = ${ctx.mallId} and channel_id = any(${sql.param(channelIds)}::bigint[])
      returning id
    )
    delete from reconciled_orders
    where mall_id = ${ctx.mallId} and reconciliation_id in (select id from gone)`);
}
