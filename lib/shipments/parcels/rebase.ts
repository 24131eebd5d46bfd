import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { dropQuestions } from './drop-questions';

/**
 * Gives bundles whose base order sends nothing any more another base: the shipment's own order
 * first, else the earliest. That one's recipient, channel and dates count from now on. The caller
 * holds the locks.
 */
export async function rebase(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  if (shipmentIds.length === 0) return;
  const rebased = await rows<{ id: number }>(
    tx,
    sql`
    update shipments shipment
    set base_order_id = base.order_id, recipient_id = base.recipient_id,
      channel_id = base.channel_id, ordered_at = base.ordered_at, paid_at = base.paid_at
    from (
      select distinct on (part.shipment_id) part.shipment_id, part.order_id,
        case when part.home_shipment_id = part.shipment_id then line.recipient_id
          else home.recipient_id end as recipient_id,
        orders.channel_id, orders.ordered_at, orders.paid_at
      from shipment_lines part
      join orders on orders.mall_id = part.mall_id and orders.id = part.order_id
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      join shipments home on home.mall_id = part.mall_id and home.id = part.home_shipment_id
      where part.mall_id = ${ctx.mallId} and part.qty > 0
        and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      order by part.shipment_id, (part.home_shipment_id = part.shipment_id) desc, part.order_id
    ) base
    where shipment.mall_id = ${ctx.mallId} and shipment.id = base.shipment_id
      and not exists (
        select from shipment_lines own
        where own.mall_id = ${ctx.mallId} and own.shipment_id = shipment.id
          and own.order_id = shipment.base_order_id and own.qty > 0
      )
    returning shipment.id`,
  );
  await dropQuestions(
    tx,
    ctx,
    rebased.map((shipment) => shipment.id),
  );
}
