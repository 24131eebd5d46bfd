import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { unshipIn } from './unship';

/** 배송취소 of the parcels whose pushes a cancel request has stopped: they have not left after all. */
export async function unshipStopped(
  ctx: Ctx,
  pushIds: number[],
): Promise<{ unshipped: number; sent: number }> {
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
    return unshipIn(tx, ctx, ids);
  });
}
