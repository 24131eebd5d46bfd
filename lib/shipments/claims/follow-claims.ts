import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { syncClaimHolds } from '../holds/claim-holds';
import { HOLDING_CLAIMS } from '../holds/holding-claims';
import { lockParcelsOf } from '../parcels/parcels';
import { type Cancellation, retire } from '../parcels/retire';
import type { Reach } from '../parcels/retire-plan';
import type { Touches } from '../runs/touches';

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
  await sayClaimStates(tx, ctx, lineIds);
  const { shipments } = await lockParcelsOf(tx, ctx, lineIds);
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

/** A return that was accepted before anything of its line left: nothing will come back. */
const isReturnOfNothingSent = sql`(claim.kind = 'return' and claim.decided_at is not null
  and claim.received_at is null and not exists (
    select from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      and shipment.stage in ('shipped', 'delivered')
      and coalesce(shipment.shipped_at, '-infinity') <= claim.decided_at
    where part.mall_id = claim.mall_id and part.order_line_id = claim.order_line_id
      and part.qty > 0))`;

async function sayClaimStates(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<void> {
  await tx.execute(sql`
    update order_lines line set claim_state = latest.state
    from (
      select distinct on (order_line_id) order_line_id, said.state
      from claims
      cross join lateral (
        select kind || '_' || case when decided_at is not null
          and kind <> 'cancel' and state = 'done' then 'settled' else state end as state
      ) said
      where mall_id = ${ctx.mallId} and order_line_id = any(${sql.param(lineIds)}::bigint[])
      order by order_line_id,
        said.state = any(${sql.param([...HOLDING_CLAIMS])}::text[]) desc,
        requested_at desc, id desc
    ) latest
    where line.mall_id = ${ctx.mallId} and line.id = latest.order_line_id
      and line.claim_state <> latest.state`);
}
