import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import { partialShipmentMarketplaces } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { goesByFile } from '../goes-by-file';

/**
 * A marketplace has put lines into other units after their parcels left, as Coupang does when it
 * splits a box: what was to be told of the old unit is told of the new one, and of the old one only
 * while something is left in it. What was typed in, and left before its marketplace told of it, had a
 * unit of our own, of which nobody was told: now there is somebody to tell, once all of the unit is
 * acknowledged there. Before that the marketplace takes no number. There too a line in several parcels
 * is told once, by the first that left, and waits for those that have not. What a person is to decide
 * on before it stands in a file is still his to decide; by an API it is asked there anew.
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
    with told as (
      select distinct order_id, channel_unit_no from order_lines
      where mall_id = ${ctx.mallId} and id = any(${sql.param(given)}::bigint[])
    ), part as (
      select part.shipment_id, line.id as line_id, line.channel_id, line.order_id,
        line.channel_unit_no as unit_no, line.channel_state, shipment.stage
      from told
      join order_lines line on line.mall_id = ${ctx.mallId} and line.order_id = told.order_id
        and line.channel_unit_no = told.channel_unit_no
      join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
      join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    ), unit as (
      select mine.shipment_id, mine.channel_id, mine.order_id, mine.unit_no,
        bool_or(mine.line_id = ${moved}) as is_moved,
        bool_or(mine.channel_state = 'acknowledged') and not exists (
          select from order_lines sibling
          where sibling.mall_id = ${ctx.mallId} and sibling.order_id = mine.order_id
            and sibling.channel_unit_no = mine.unit_no and sibling.channel_state = 'paid'
            and sibling.qty > sibling.cancelled_qty) as is_acknowledged,
        bool_or(not exists (
          select from part earlier
          where earlier.line_id = mine.line_id and earlier.shipment_id < mine.shipment_id
            and earlier.stage in ('shipped', 'delivered'))) as speaks,
        bool_or(exists (
          select from part other where other.line_id = mine.line_id
            and other.stage in ('unmatched', 'ready', 'allocated', 'invoiced'))) as waits
      from part mine
      where mine.stage in ('shipped', 'delivered')
      group by mine.shipment_id, mine.channel_id, mine.order_id, mine.unit_no
    ), own_unit as (
      select orders.id as order_id, orders.order_no as unit_no,
        channel.partial_shipment = 'wait_for_all' as waits_for_all
      from orders
      join channels channel on channel.mall_id = orders.mall_id and channel.id = orders.channel_id
        and channel.marketplace = any(${sql.param(partialShipmentMarketplaces())}::text[])
      where orders.mall_id = ${ctx.mallId} and orders.source = 'form'
        and orders.id in (select order_id from told)
    )
    insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state,
      answer_code, courier, waybill_no, due_at, run_id, claims_decided_at, created_at)
    select distinct on (unit.shipment_id, unit.order_id, unit.unit_no) ${ctx.mallId}::bigint,
      unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no,
      case when old.state = 'not_applicable' and not unit.speaks then 'not_applicable'
        when old.state = 'file_waiting' then 'file_waiting'
        when not ${goesByFile} then 'waiting'
        when old.state = 'stopped' then 'stopped' else 'file_waiting' end,
      case when old.state = 'stopped' and ${goesByFile} then old.answer_code else '' end, old.courier,
      old.waybill_no, case when old.due_at = 'infinity' then old.due_at
        when old.state = 'not_applicable' and unit.waits and own_unit.waits_for_all then 'infinity'
        else ${now}::timestamptz end,
      old.run_id, old.claims_decided_at, ${now}::timestamptz
    from unit
    join pushes old on old.mall_id = ${ctx.mallId} and old.shipment_id = unit.shipment_id
      and old.channel_id = unit.channel_id and old.order_id = unit.order_id
      and old.channel_unit_no <> unit.unit_no
    join orders on orders.mall_id = ${ctx.mallId} and orders.id = unit.order_id
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = unit.channel_id
    left join own_unit on own_unit.order_id = old.order_id
      and own_unit.unit_no = old.channel_unit_no
    where (unit.is_moved and old.state not in ('withdrawn', 'not_applicable')
        or old.state = 'not_applicable' and old.answer_code = '' and unit.is_acknowledged
          and own_unit.order_id is not null)
      and not exists (
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
