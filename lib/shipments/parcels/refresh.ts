import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { noGoods, shipMethod } from '../compositions';
import { dropLonelyGifts } from './lonely-gifts';

/**
 * Sets what a shipment says of its lines, from its lines: quantities, amount, earliest ship-by,
 * whether an order waits for its acknowledgement, and the stage that follows. What has left stays.
 * The caller holds the locks of the shipments. One whose lines are cancelled, or have all gone to
 * others, is cancelled.
 */
export async function refreshShipments(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await dropLonelyGifts(tx, ctx, shipmentIds);
  await tx.execute(sql`
    with content as (
      select line.shipment_id as id,
        sum(line.qty)::int as wanted_qty,
        sum(line.allocated_qty)::int as allocated_qty,
        sum(line.amount)::bigint as amount,
        bool_and(line.composition_id is not null or line.qty = 0) as is_matched,
        count(*) filter (where line.composition_id is null and line.qty > 0
          and line.order_line_id is not null)::int as unmatched_lines,
        count(distinct line.home_shipment_id) filter (where line.qty > 0) > 1 as is_bundle,
        bool_and(coalesce(line.composition_id = (${noGoods(ctx)}), false))
          filter (where line.qty > 0) as needs_no_goods,
        min(order_line.ship_by) filter (where line.qty > 0) as ship_by,
        coalesce(bool_or(order_line.channel_state = 'paid') filter (where line.qty > 0), false)
          as is_unacknowledged
      from shipment_lines line
      left join order_lines order_line
        on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
      where line.mall_id = ${ctx.mallId}
        and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      group by line.shipment_id
    )
    update shipments shipment
    set wanted_qty = coalesce(content.wanted_qty, 0),
      allocated_qty = coalesce(content.allocated_qty, 0),
      unmatched_lines = coalesce(content.unmatched_lines, 0),
      is_bundle = coalesce(content.is_bundle, false),
      amount = coalesce(content.amount, 0),
      ship_by = content.ship_by,
      is_unacknowledged = coalesce(content.is_unacknowledged, false),
      ship_method = ${shipMethod(sql`content.needs_no_goods`)},
      absorbed_by = null,
      stage = case
        when coalesce(content.wanted_qty, 0) = 0 then 'cancelled'
        when not content.is_matched then 'unmatched'
        when content.allocated_qty < content.wanted_qty then 'ready'
        when shipment.stage = 'invoiced' then 'invoiced'
        else 'allocated'
      end
    from unnest(${sql.param(shipmentIds)}::bigint[]) as given (id)
    left join content on content.id = given.id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = given.id
      and shipment.stage not in ('shipped', 'delivered')
      and (content.id is not null or shipment.stage <> 'absorbed')`);
}

/** Whether what has left waits for 발주확인: its marketplace told of it only then. */
export async function refreshLeft(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update shipments shipment
    set is_unacknowledged = not is_unacknowledged
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      and shipment.stage in ('shipped', 'delivered')
      and shipment.is_unacknowledged <> exists (
        select from shipment_lines part
        join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
          and line.channel_state = 'paid'
        where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0)`);
}
