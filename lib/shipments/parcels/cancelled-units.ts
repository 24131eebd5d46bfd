import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** Units of a `line` that its channel has cancelled: all of it, or those of its finished cancels. */
export const cancelledThere = sql`case when line.channel_state = 'cancelled' then line.qty
  else least(line.qty, (
    select coalesce(sum(claim.qty), 0)::int from claims claim
    where claim.mall_id = line.mall_id and claim.order_line_id = line.id
      and claim.kind = 'cancel' and claim.state = 'done')) end`;

/** Those of these shipments in which units still lie that their channel has cancelled. */
export async function holdingCancelledUnits(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
): Promise<number[]> {
  if (shipmentIds.length === 0) return [];
  const holding = await rows<{ id: number }>(
    tx,
    sql`
    select distinct part.shipment_id as id
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.qty > 0
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and line.cancelled_qty < ${cancelledThere}`,
  );
  return holding.map((shipment) => shipment.id);
}
