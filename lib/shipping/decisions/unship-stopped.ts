import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockClaim, reopenClaim } from '@/lib/shipments/claims/decide-claim';
import { unshipIn } from '../unship';

/** 배송취소 of the parcels whose pushes a cancel request has stopped: they have not left after all. */
export async function unshipStopped(
  ctx: Ctx,
  pushIds: number[],
): Promise<{ unshipped: number; kept: number; sent: number }> {
  return inMall(ctx, async (tx) => {
    const stopped = await rows<{ id: number }>(
      tx,
      sql`
      select distinct shipment_id as id from pushes
      where mall_id = ${ctx.mallId} and id = any(${sql.param(pushIds)}::bigint[])
        and state = 'stopped'`,
    );
    if (stopped.length === 0) throw new ExpectedError('ship.errors.alreadyDecided');
    const ids = stopped.map((shipment) => shipment.id);
    await reopenRefused(tx, ctx, pushIds);
    return unshipIn(tx, ctx, ids);
  });
}

/** A request that was refused here alone still stands at its channel: it holds its parcel again. */
async function reopenRefused(tx: Tx, ctx: Ctx, pushIds: number[]): Promise<void> {
  const refused = await rows<{ id: number }>(
    tx,
    sql`
    select claim.id from pushes push
    join order_lines line on line.mall_id = push.mall_id and line.order_id = push.order_id
      and line.channel_unit_no = push.channel_unit_no
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
    where push.mall_id = ${ctx.mallId} and push.id = any(${sql.param(pushIds)}::bigint[])
      and push.state = 'stopped' and claim.kind = 'cancel' and claim.state = 'rejected'
      and claim.decided_at is not null
    order by line.id, claim.id`,
  );
  for (const { id } of refused) await reopenClaim(tx, ctx, await lockClaim(tx, ctx, id));
}
