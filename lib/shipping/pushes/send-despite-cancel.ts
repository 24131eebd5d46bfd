import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';

/**
 * 이미 발송: the parcels have left, so the channel is told their numbers although the buyer asked to
 * cancel; what a channel has put off meanwhile, or given up, is told at once. A request that is made
 * after a person has said so stops them again.
 */
export async function sendDespiteCancel(ctx: Ctx, pushIds: number[]): Promise<{ sent: number }> {
  const now = ctx.now.toISOString();
  return inMall(ctx, async (tx) => {
    const sent = await rows<{ shipmentId: number }>(
      tx,
      sql`
      with locked as (
        select id from pushes
        where mall_id = ${ctx.mallId} and id = any(${sql.param(pushIds)}::bigint[])
          and (state = 'stopped'
            or claims_decided_at is not null
              and (state = 'failed' or state = 'waiting' and due_at > ${now}))
        order by id for update
      )
      update pushes push
      set state = 'waiting', attempts = 0, due_at = ${now}, leased_until = null,
        claims_decided_at = case push.state when 'stopped' then ${now}::timestamptz
          else claims_decided_at end,
        answer_code = '', answer_message = ''
      from locked
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
      returning push.shipment_id as "shipmentId"`,
    );
    if (sent.length === 0) throw new ExpectedError('ship.errors.alreadyDecided');
    await wakeJobs(tx);
    await recordEvent(tx, ctx, {
      verb: 'push.sendDespiteCancel',
      subject: 'shipment',
      subjectId: sent[0]?.shipmentId ?? null,
      detail: { sent: sent.length },
    });
    return { sent: sent.length };
  });
}
