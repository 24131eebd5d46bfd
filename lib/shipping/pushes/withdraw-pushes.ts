import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/**
 * Takes back what has not been sent. Returns how many units the marketplace has, or may have, taken:
 * a number that stands in a file may have been uploaded there.
 */
export async function withdrawPushes(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number> {
  const { sent } = await oneRow<{ sent: number }>(
    tx,
    sql`
    with locked as (
      select id, state, waybill_file_id from pushes
      where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
        and state <> 'withdrawn'
      order by id for update
    ), withdrawn as (
      update pushes push set state = 'withdrawn'
      from locked
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
        and locked.state not in ('done', 'sending', 'unknown')
    )
    select count(*) filter (where state in ('done', 'sending', 'unknown')
      or (state = 'file_waiting' and waybill_file_id is not null))::int as sent
    from locked`,
  );
  return sent;
}
