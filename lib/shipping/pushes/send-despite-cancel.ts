import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { goesByFile } from '@/lib/shipments/goes-by-file';

/**
 * 이미 발송: the parcels have left, so the channel is told their numbers although the buyer asked to
 * cancel; what a channel has put off meanwhile, or given up, is told at once. A request that is made
 * after a person has said so stops them again. Where numbers go by file they wait for the next one.
 */
export async function sendDespiteCancel(
  ctx: Ctx,
  pushIds: number[],
): Promise<{ sent: number; filed: number }> {
  const now = ctx.now.toISOString();
  return inMall(ctx, async (tx) => {
    const sent = await rows<{ shipmentId: number; state: string }>(
      tx,
      sql`
      with locked as (
        select push.id, ${goesByFile} as goes_by_file
        from pushes push
        join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
        join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
        where push.mall_id = ${ctx.mallId} and push.id = any(${sql.param(pushIds)}::bigint[])
          and (push.state = 'stopped'
            or push.claims_decided_at is not null
              and (push.state = 'failed' or push.state = 'waiting' and push.due_at > ${now}))
        order by push.id for update of push
      )
      update pushes push
      set state = case when locked.goes_by_file then 'file_waiting' else 'waiting' end, attempts = 0, due_at = ${now}, leased_until = null,
        claims_decided_at = case push.state when 'stopped' then ${now}::timestamptz
          else claims_decided_at end,
        answer_code = '', answer_message = ''
      from locked
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
      returning push.shipment_id as "shipmentId", push.state`,
    );
    if (sent.length === 0) throw new ExpectedError('ship.errors.alreadyDecided');
    await wakeJobs(tx);
    await recordEvent(tx, ctx, {
      verb: 'push.sendDespiteCancel',
      subject: 'shipment',
      subjectId: sent[0]?.shipmentId ?? null,
      detail: { sent: sent.length },
    });
    const filed = sent.filter(({ state }) => state === 'file_waiting').length;
    return { sent: sent.length - filed, filed };
  });
}
