import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Touches } from '../runs/touches';
import { HOLDING_CLAIMS } from './holding-claims';

/** Holds exactly those of these open shipments in which a line is under such a claim. */
export async function syncClaimHolds(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  touches: Touches,
): Promise<void> {
  const changed = await setClaimHolds(tx, ctx, shipmentIds);
  for (const { id, isHeld } of changed) touches.add(isHeld ? 'claimHeld' : 'claimLifted', id, []);
}

/** The same where lines moved between shipments: their claims move with them. Returns what changed. */
export async function setClaimHolds(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ id: number; isHeld: boolean }[]> {
  if (shipmentIds.length === 0) return [];
  return rows<{ id: number; isHeld: boolean }>(
    tx,
    sql`
    update shipments shipment
    set hold_kinds = case when claimed.is_claimed then array_append(hold_kinds, 'claim')
      else array_remove(hold_kinds, 'claim') end
    from (
      select part.shipment_id as id,
        bool_or(part.qty > 0 and line.claim_state = any(${sql.param([...HOLDING_CLAIMS])}::text[]))
          as is_claimed
      from shipment_lines part
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      where part.mall_id = ${ctx.mallId}
        and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      group by part.shipment_id
    ) claimed
    where shipment.mall_id = ${ctx.mallId} and shipment.id = claimed.id
      and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
      and claimed.is_claimed <> ('claim' = any(hold_kinds))
    returning shipment.id, claimed.is_claimed as "isHeld"`,
  );
}
