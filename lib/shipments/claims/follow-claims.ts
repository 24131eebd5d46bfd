import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { syncClaimHolds } from '../holds/claim-holds';
import { HOLDING_CLAIMS } from '../holds/holding-claims';
import { lockParcelsOf } from '../parcels/parcels';
import { type Cancellation, retire } from '../parcels/retire';
import type { Reach } from '../parcels/retire-plan';
import type { Touches } from '../runs/touches';
import { isReturnOfNothingSent } from './nothing-sent';

/**
 * Sets each line's claim state from its claims, takes out what is cancelled, holds and lifts. What a
 * person has decided is `settled`: it holds nothing. The caller holds the locks of the order lines.
 */
export async function followClaims(
  tx: Tx,
  ctx: Ctx,
  lineIds: number[],
  touches: Touches,
  reach: Reach = 'uncommitted',
): Promise<void> {
  const { shipments } = await lockParcelsOf(tx, ctx, lineIds);
  await sayClaimStates(tx, ctx, lineIds);
  const cancelled = await rows<Cancellation>(
    tx,
    sql`
    select line.id as "orderLineId",
      (least(sum(claim.qty), line.qty) - line.cancelled_qty)::int as "addedQty"
    from order_lines line
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
      and claim.state = 'done' and (claim.kind = 'cancel' or ${isReturnOfNothingSent})
    where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
    group by line.id, line.qty, line.cancelled_qty
    having least(sum(claim.qty), line.qty) > line.cancelled_qty`,
  );
  await retire(tx, ctx, cancelled, touches, reach);
  await syncClaimHolds(tx, ctx, [...shipments.keys()], touches);
}

/**
 * A return or exchange that a person has approved is settled, too, where all that comes back has left:
 * what waits beside it is still to be sent.
 */
export async function sayClaimStates(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<void> {
  await tx.execute(sql`
    update order_lines line set claim_state = latest.state
    from (
      select distinct on (order_line_id) order_line_id, said.state
      from claims
      cross join lateral (
        select kind || '_' || case when decided_at is not null and kind <> 'cancel'
          and (state = 'done' or (state = 'accepted' and qty <= ${sentQty})) then 'settled'
          else state end as state
      ) said
      where mall_id = ${ctx.mallId} and order_line_id = any(${sql.param(lineIds)}::bigint[])
      order by order_line_id,
        said.state = any(${sql.param([...HOLDING_CLAIMS])}::text[]) desc,
        requested_at desc, id desc
    ) latest
    where line.mall_id = ${ctx.mallId} and line.id = latest.order_line_id
      and line.claim_state <> latest.state`);
}

/** Units of a claim's line in parcels that have left. */
const sentQty = sql`(
  select coalesce(sum(part.qty), 0) from shipment_lines part
  join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    and shipment.stage in ('shipped', 'delivered')
  where part.mall_id = claims.mall_id and part.order_line_id = claims.order_line_id)`;
