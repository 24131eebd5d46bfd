import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/**
 * Of these numbers that wait for a file or stand in one, those whose buyer asks to cancel, or whose
 * channel has cancelled, stand in none and wait for a person in 배송후 취소요청. A request that is older
 * than a person's 이미 발송 stops nothing. Returns how many were stopped.
 */
export async function stopCancelled(tx: Tx, ctx: Ctx, isMeant: SQL): Promise<number> {
  const stopped = await rows(
    tx,
    sql`
    with cancelled as (
      select push.id from pushes push
      where push.mall_id = ${ctx.mallId} and push.state = 'file_waiting' and ${isMeant}
        and ${isCancelled}
      order by push.id for update
    )
    update pushes push set state = 'stopped', waybill_file_id = null, answer_code = 'claim'
    from cancelled where push.mall_id = ${ctx.mallId} and push.id = cancelled.id
    returning push.id`,
  );
  return stopped.length;
}

/** A request waits for an answer; what is agreed to stops what has not been taken out here. */
const isCancelled = sql`exists (
  select from order_lines line
  join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
    and claim.kind = 'cancel' and claim.state in ('requested', 'accepted', 'done')
    and (push.claims_decided_at is null or claim.requested_at > push.claims_decided_at)
  where line.mall_id = push.mall_id and line.order_id = push.order_id
    and line.channel_unit_no = push.channel_unit_no and line.qty > line.cancelled_qty
  group by line.id, line.cancelled_qty
  having bool_or(claim.state = 'requested') or sum(claim.qty) > line.cancelled_qty)`;
