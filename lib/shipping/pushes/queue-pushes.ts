import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow, type Tx } from '@/db/rows';
import { apiMarketplaces, partialShipmentMarketplaces } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { lockWaitingParts } from '@/lib/shipments/locks';
import { releaseWaitingParts } from '@/lib/shipments/waiting-parts';

/** A unit as far as it lies in this parcel: what one push tells of. */
export type PushedUnit = { shipmentId: number; channelId: number; orderId: number; unitNo: string };

export const unitsOf = (units: readonly PushedUnit[]) =>
  unnested<PushedUnit>(
    {
      shipment_id: ['bigint', (unit) => unit.shipmentId],
      channel_id: ['bigint', (unit) => unit.channelId],
      order_id: ['bigint', (unit) => unit.orderId],
      unit_no: ['text', (unit) => unit.unitNo],
    },
    units,
  );

/**
 * One push per (shipment × order × channel unit): each order of a bundle is told in its own channel's
 * units, also where a marketplace puts several orders into one.
 * What was typed in needs none until the marketplace tells of the same unit, nor do those of
 * 직접입력 that came in a sheet: no marketplace knows them.
 * Orders from a file wait for theirs where no key is stored, and a unit whose other parts have not
 * left yet waits for them. A marketplace that takes parts by its API takes whole lines: there a line
 * waits for its own other parts, and is told once. What was told the same number before is not told
 * again, nor what stands in a file: that names its units whole.
 * Where units are named, only those of the parcels' are. Returns how many rows were written.
 */
export async function queuePushes(
  tx: Tx,
  ctx: Ctx,
  runId: number | null,
  shipmentIds: number[],
  only?: readonly PushedUnit[],
): Promise<number> {
  if (shipmentIds.length === 0) return 0;
  const now = ctx.now.toISOString();
  const isNamed = only
    ? sql`and exists (select from ${unitsOf(only)} where given.shipment_id = line.shipment_id
        and given.channel_id = order_line.channel_id and given.order_id = order_line.order_id
        and given.unit_no = order_line.channel_unit_no)`
    : sql``;
  const { count, isWaiting } = await oneRow<{ count: number; isWaiting: boolean }>(
    tx,
    sql`
    with part as materialized (
      select line.shipment_id, line.order_line_id, order_line.channel_id, order_line.order_id,
        order_line.channel_unit_no as unit_no, order_line.raw_state <> '' as has_channel_state,
        line.qty < order_line.qty - order_line.cancelled_qty as is_split
      from shipment_lines line
      join order_lines order_line
        on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
      where line.mall_id = ${ctx.mallId} and line.qty > 0
        and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[]) ${isNamed}
    ), unit as (
      select unit.*, channel.marketplace, orders.source, orders.order_no, way.is_api,
        way.is_api and channel.marketplace = any(${sql.param(partialShipmentMarketplaces())}::text[])
          as takes_parts,
        channel.partial_shipment = 'wait_for_all' as waits_for_all
      from (
        select shipment_id, channel_id, order_id, unit_no, count(*) as lines,
          bool_or(has_channel_state) as is_of_channel
        from part group by shipment_id, channel_id, order_id, unit_no
      ) unit
      join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = unit.channel_id
      join orders on orders.mall_id = ${ctx.mallId} and orders.id = unit.order_id
      cross join lateral (
        select channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
          and (channel.credential_id is not null or orders.source <> 'sheet') as is_api
      ) way
    ), shared_unit as (
      select channel_id, order_id, unit_no, min(shipment_id) as first_shipment_id
      from unit group by channel_id, order_id, unit_no having count(*) > 1
    ), waiting_unit as (
      select asked.channel_id, asked.order_id, asked.unit_no
      from (
        select distinct channel_id, order_id, unit_no from unit
        where waits_for_all and not takes_parts
      ) asked
      where exists (
        select from order_lines order_line
        join shipment_lines part
          on part.mall_id = ${ctx.mallId} and part.order_line_id = order_line.id and part.qty > 0
        join shipments shipment
          on shipment.mall_id = ${ctx.mallId} and shipment.id = part.shipment_id
          and shipment.stage in ('unmatched', 'ready', 'allocated', 'invoiced')
        where order_line.mall_id = ${ctx.mallId} and order_line.order_id = asked.order_id
          and order_line.channel_id = asked.channel_id
          and order_line.channel_unit_no = asked.unit_no
      )
    ), split_unit as (
      select mine.shipment_id, mine.channel_id, mine.order_id, mine.unit_no,
        bool_or(exists (
          select from shipment_lines part
          join shipments shipment on shipment.mall_id = part.mall_id
            and shipment.id = part.shipment_id and shipment.is_open
          where part.mall_id = ${ctx.mallId} and part.order_line_id = mine.order_line_id
            and part.qty > 0
        )) as waits,
        count(*) filter (where exists (
          select from shipment_lines part
          where part.mall_id = ${ctx.mallId} and part.order_line_id = mine.order_line_id
            and part.qty > 0 and part.shipment_id <> mine.shipment_id
            and ((part.shipment_id < mine.shipment_id
                and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[]))
              or exists (
                select from pushes told
                where told.mall_id = ${ctx.mallId} and told.shipment_id = part.shipment_id
                  and told.order_id = mine.order_id and told.channel_unit_no = mine.unit_no
                  and told.state not in ('withdrawn', 'not_applicable')))
        )) as told_lines
      from part mine where mine.is_split
      group by mine.shipment_id, mine.channel_id, mine.order_id, mine.unit_no
    ), earlier as (
      select unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no,
        max(push.revision) filter (where push.shipment_id = unit.shipment_id) as revision,
        bool_or(push.shipment_id <> unit.shipment_id
          and push.state not in ('withdrawn', 'not_applicable')) as is_told,
        bool_or(push.shipment_id <> unit.shipment_id
          and (push.state = 'file_waiting'
            or push.state = 'done' and push.waybill_file_id is not null)) as is_in_file,
        (array_agg(push.courier || ' ' || push.waybill_no order by push.revision desc) filter (
          where push.shipment_id = unit.shipment_id and push.state in ('done', 'sending', 'unknown')
        ))[1] as told_number
      from unit
      join pushes push on push.mall_id = ${ctx.mallId} and push.channel_id = unit.channel_id
        and push.order_id = unit.order_id and push.channel_unit_no = unit.unit_no
      group by unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no
    ), decided as (
      select unit.shipment_id, unit.channel_id, unit.order_id, unit.unit_no,
        coalesce(earlier.revision, 0) + 1 as revision,
        case
          when unit.source = 'form' and not unit.is_of_channel and unit.unit_no = unit.order_no
            or unit.marketplace = 'manual' then 'not_applicable'
          when earlier.is_in_file then 'not_applicable'
          when not unit.takes_parts and (earlier.is_told
            or unit.shipment_id > shared_unit.first_shipment_id) then 'not_applicable'
          when unit.takes_parts and split_unit.told_lines = unit.lines then 'not_applicable'
          when unit.is_api then 'waiting'
          when unit.source = 'sheet' then 'file_waiting'
          else 'not_applicable'
        end as state,
        coalesce(shipment.courier, '') as courier, coalesce(shipment.waybill_no, '') as waybill_no,
        waiting_unit.unit_no is not null
          or (unit.takes_parts and unit.waits_for_all and split_unit.waits) as waits
      from unit
      join shipments shipment
        on shipment.mall_id = ${ctx.mallId} and shipment.id = unit.shipment_id
      left join shared_unit
        on shared_unit.channel_id = unit.channel_id
        and shared_unit.order_id = unit.order_id and shared_unit.unit_no = unit.unit_no
      left join waiting_unit
        on waiting_unit.channel_id = unit.channel_id
        and waiting_unit.order_id = unit.order_id and waiting_unit.unit_no = unit.unit_no
      left join split_unit on split_unit.shipment_id = unit.shipment_id
        and split_unit.channel_id = unit.channel_id and split_unit.order_id = unit.order_id
        and split_unit.unit_no = unit.unit_no
      left join earlier on earlier.shipment_id = unit.shipment_id
        and earlier.channel_id = unit.channel_id and earlier.order_id = unit.order_id
        and earlier.unit_no = unit.unit_no
      where earlier.told_number is distinct from
        coalesce(shipment.courier, '') || ' ' || coalesce(shipment.waybill_no, '')
    ), queued as (
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, revision,
        state, courier, waybill_no, due_at, run_id, created_at)
      select ${ctx.mallId}, shipment_id, channel_id, order_id, unit_no, revision, state, courier,
        waybill_no,
        case when waits and state in ('waiting', 'file_waiting')
          then 'infinity' else ${now}::timestamptz end,
        ${runId}, ${now}
      from decided
      order by shipment_id, order_id, unit_no
      returning due_at
    )
    select count(*)::int as count, coalesce(bool_or(due_at = 'infinity'), false) as "isWaiting"
    from queued`,
  );
  // Two parts may leave at once, each while the other still stands here: the second sees both gone.
  if (isWaiting) await lockWaitingParts(tx, ctx);
  await releaseWaitingParts(tx, ctx);
  return count;
}
