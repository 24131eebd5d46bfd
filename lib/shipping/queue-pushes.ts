import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { apiMarketplaces, partialShipmentMarketplaces } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';

/**
 * One push per (shipment × channel unit): each order of a bundle is told in its own channel's units.
 * Typed orders need none, file channels wait for their file, and a unit whose other parts have not
 * left yet waits for them unless its marketplace takes parts. Returns how many rows were written.
 */
export async function queuePushes(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  shipmentIds: number[],
): Promise<number> {
  if (shipmentIds.length === 0) return 0;
  const now = ctx.now.toISOString();
  const { count } = await oneRow<{ count: number }>(
    tx,
    sql`
    with unit as (
      select distinct line.shipment_id, order_line.channel_id, order_line.order_id,
        order_line.channel_unit_no as unit_no
      from shipment_lines line
      join order_lines order_line
        on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
      where line.mall_id = ${ctx.mallId} and line.qty > 0
        and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    ), whole_unit as (
      select unit.*, channel.marketplace, orders.source,
        channel.marketplace = any(${sql.param(partialShipmentMarketplaces())}::text[]) as takes_parts,
        channel.partial_shipment = 'wait_for_all' as waits_for_all,
        row_number() over (
          partition by unit.channel_id, unit.unit_no order by unit.shipment_id) as part_no
      from unit
      join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = unit.channel_id
      join orders on orders.mall_id = ${ctx.mallId} and orders.id = unit.order_id
    ), open_unit as (
      select distinct order_line.channel_id, order_line.channel_unit_no as unit_no
      from whole_unit unit
      join order_lines order_line
        on order_line.mall_id = ${ctx.mallId} and order_line.order_id = unit.order_id
        and order_line.channel_unit_no = unit.unit_no
      join shipment_lines part
        on part.mall_id = ${ctx.mallId} and part.order_line_id = order_line.id and part.qty > 0
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = part.shipment_id
        and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
      where not unit.takes_parts
    ), earlier as (
      select push.shipment_id, push.channel_id, push.channel_unit_no as unit_no,
        max(push.revision) as revision, bool_or(push.state <> 'withdrawn') as stands
      from whole_unit unit
      join pushes push on push.mall_id = ${ctx.mallId} and push.channel_id = unit.channel_id
        and push.channel_unit_no = unit.unit_no
      group by push.shipment_id, push.channel_id, push.channel_unit_no
    ), queued as (
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, revision,
        state, courier, waybill_no, due_at, run_id, created_at)
      select ${ctx.mallId}, unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no,
        coalesce(own.revision, 0) + 1,
        case
          when unit.source = 'form' then 'not_applicable'
          when not unit.takes_parts and (unit.part_no > 1 or exists (
            select from earlier where earlier.channel_id = unit.channel_id
              and earlier.unit_no = unit.unit_no and earlier.shipment_id <> unit.shipment_id
              and earlier.stands)) then 'not_applicable'
          when unit.marketplace = any(${sql.param(apiMarketplaces())}::text[]) then 'waiting'
          when unit.source = 'sheet' then 'file_waiting'
          else 'not_applicable'
        end,
        coalesce(shipment.courier, ''), coalesce(shipment.waybill_no, ''),
        case when unit.waits_for_all and open_unit.unit_no is not null
          then 'infinity'::timestamptz else ${now}::timestamptz end,
        ${runId}, ${now}
      from whole_unit unit
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = unit.shipment_id
      left join open_unit
        on open_unit.channel_id = unit.channel_id and open_unit.unit_no = unit.unit_no
      left join earlier own on own.channel_id = unit.channel_id and own.unit_no = unit.unit_no
        and own.shipment_id = unit.shipment_id
      order by unit.shipment_id
      returning 1
    )
    select count(*)::int as count from queued`,
  );
  await releaseWaitingParts(tx, ctx, now);
  return count;
}

/** Units that waited for their other parts are due once the last of them has left or is cancelled. */
export async function releaseWaitingParts(tx: Tx, ctx: Pick<Ctx, 'mallId'>, now: string) {
  await tx.execute(sql`
    update pushes push set due_at = ${now}
    where push.mall_id = ${ctx.mallId} and push.state = 'waiting' and push.due_at = 'infinity'
      and not exists (
        select from order_lines order_line
        join shipment_lines part
          on part.mall_id = order_line.mall_id and part.order_line_id = order_line.id and part.qty > 0
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
          and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
        where order_line.mall_id = push.mall_id and order_line.order_id = push.order_id
          and order_line.channel_unit_no = push.channel_unit_no
      )`);
}
