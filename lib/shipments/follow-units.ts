import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { partialShipmentMarketplaces } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';

/**
 * A marketplace has put lines into other units after their parcels left, as Coupang does when it
 * splits a box: what was to be told of the old unit is told of the new one, and of the old one only
 * while something is left in it. What was typed in, and left before its marketplace told of it, had a
 * unit of our own, of which nobody was told: now there is somebody to tell, once all of the unit is
 * acknowledged there. Before that the marketplace takes no number.
 */
export async function followUnits(
  tx: Tx,
  ctx: Ctx,
  lineIds: { moved: number[]; acknowledged: number[] },
): Promise<void> {
  const given = [...lineIds.moved, ...lineIds.acknowledged];
  if (given.length === 0) return;
  const now = ctx.now.toISOString();
  const moved = sql`any(${sql.param(lineIds.moved)}::bigint[])`;
  await tx.execute(sql`
    with unit as (
      select part.shipment_id, line.channel_id, line.order_id, line.channel_unit_no as unit_no,
        bool_or(line.id = ${moved}) as is_moved,
        bool_and(line.channel_state = 'acknowledged' and not exists (
          select from order_lines sibling
          where sibling.mall_id = line.mall_id and sibling.order_id = line.order_id
            and sibling.channel_unit_no = line.channel_unit_no and sibling.channel_state = 'paid'
            and sibling.qty > sibling.cancelled_qty
        ) and not exists (
          select from shipment_lines elsewhere
          where elsewhere.mall_id = line.mall_id and elsewhere.order_line_id = line.id
            and elsewhere.shipment_id <> part.shipment_id and elsewhere.qty > 0)) as is_untold
      from order_lines line
      join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
      join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        and shipment.stage in ('shipped', 'delivered')
      where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(given)}::bigint[])
      group by part.shipment_id, line.channel_id, line.order_id, line.channel_unit_no
    ), own_unit as (
      select orders.id as order_id, orders.order_no as unit_no
      from orders
      join channels channel on channel.mall_id = orders.mall_id and channel.id = orders.channel_id
        and channel.marketplace = any(${sql.param(partialShipmentMarketplaces())}::text[])
      where orders.mall_id = ${ctx.mallId} and orders.source = 'form'
        and orders.id in (select order_id from unit)
    )
    insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state, courier,
      waybill_no, due_at, run_id, claims_decided_at, created_at)
    select distinct on (unit.shipment_id, unit.order_id, unit.unit_no) ${ctx.mallId}::bigint,
      unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no,
      case old.state when 'file_waiting' then 'file_waiting' else 'waiting' end, old.courier,
      old.waybill_no, case when old.due_at = 'infinity' then old.due_at else ${now}::timestamptz end,
      old.run_id, old.claims_decided_at, ${now}::timestamptz
    from unit
    join pushes old on old.mall_id = ${ctx.mallId} and old.shipment_id = unit.shipment_id
      and old.channel_id = unit.channel_id and old.order_id = unit.order_id
      and old.channel_unit_no <> unit.unit_no
      and (unit.is_moved and old.state not in ('withdrawn', 'not_applicable')
        or old.state = 'not_applicable' and old.answer_code = '' and unit.is_untold
          and (old.order_id, old.channel_unit_no) in (select order_id, unit_no from own_unit))
    where not exists (
      select from pushes known
      where known.mall_id = ${ctx.mallId} and known.shipment_id = unit.shipment_id
        and known.channel_id = unit.channel_id and known.order_id = unit.order_id
        and known.channel_unit_no = unit.unit_no)
    order by unit.shipment_id, unit.order_id, unit.unit_no, old.id desc`);
  await tx.execute(sql`
    with emptied as (
      select push.id from pushes push
      where push.mall_id = ${ctx.mallId} and push.order_id in (
          select order_id from order_lines
          where mall_id = ${ctx.mallId} and id = ${moved})
        and push.state in ('waiting', 'failed', 'stopped', 'unknown', 'file_waiting')
        and push.waybill_file_id is null
        and not exists (
          select from order_lines line
          where line.mall_id = push.mall_id and line.order_id = push.order_id
            and line.channel_unit_no = push.channel_unit_no)
      order by push.id for update
    )
    update pushes push set state = 'withdrawn' from emptied
    where push.mall_id = ${ctx.mallId} and push.id = emptied.id`);
}
