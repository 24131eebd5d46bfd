import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { UnitToAcknowledge } from '@/lib/channels/unit';
import { type Ctx, inMall } from '@/lib/context';
import { followUnits } from '@/lib/shipments/claims/follow-units';
import { HOLDING_CLAIMS } from '@/lib/shipments/holds/holding-claims';
import { unacknowledgedLines } from '@/lib/shipments/lists/waiting';
import { lockOrderLines } from '@/lib/shipments/locks';
import { lockParcelsOf } from '@/lib/shipments/parcels/parcels';
import { refreshLeft, refreshShipments } from '@/lib/shipments/parcels/refresh';

export type WaitingUnit = UnitToAcknowledge & {
  channelId: number;
  marketplace: string;
  lineIds: number[];
  isClaimed: boolean;
  /** A gift that nobody has accepted, or an address that was left out. */
  lacksAddress: boolean;
};

/** The units of those of these lines that still wait, each with all lines that wait in it. */
export async function unitsToAcknowledge(ctx: Ctx, lineIds: number[]): Promise<WaitingUnit[]> {
  return inMall(ctx, (tx) =>
    rows<WaitingUnit>(
      tx,
      sql`
      with asked as (
        select distinct order_id, channel_unit_no from order_lines
        where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])
          and channel_state = 'paid'
      )
      select line.channel_id as "channelId", channel.marketplace, line.channel_unit_no as "unitNo",
        orders.order_no as "orderNo", array_agg(line.line_key order by line.id) as "lineKeys",
        array_agg(line.id order by line.id) as "lineIds",
        bool_or(line.claim_state = any(${sql.param([...HOLDING_CLAIMS])}::text[])) as "isClaimed",
        bool_or(line.claim_state <> 'none') as "hasClaims",
        bool_or(exists (
          select from shipment_lines part
          join shipments shipment
            on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
          where part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
            and 'no_address' = any(shipment.hold_kinds))) as "lacksAddress"
      from asked
      join order_lines line on line.mall_id = ${ctx.mallId} and line.order_id = asked.order_id
        and line.channel_unit_no = asked.channel_unit_no and line.channel_state = 'paid'
        and line.qty > line.cancelled_qty
      join orders on orders.mall_id = ${ctx.mallId} and orders.id = line.order_id
      join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = line.channel_id
      group by line.channel_id, channel.marketplace, line.channel_unit_no, orders.order_no
      order by min(line.id)`,
    ),
  );
}

/** Lines of a channel that wait for us and stand in no held shipment. */
export async function waitingLineIds(ctx: Ctx, channelId: number): Promise<number[]> {
  const waiting = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select distinct line.id ${unacknowledgedLines(ctx)}
        and line.channel_id = ${channelId} and shipment.hold_kinds = '{}'
      order by 1`,
    ),
  );
  return waiting.map((line) => line.id);
}

/** Writes that the channel has our word for these units; what has left of them can be told there now. */
export async function markAcknowledged(tx: Tx, ctx: Ctx, units: WaitingUnit[]): Promise<void> {
  const lineIds = units.flatMap((unit) => unit.lineIds);
  if (lineIds.length === 0) return;
  await lockOrderLines(tx, ctx, lineIds);
  await tx.execute(sql`
    update order_lines
    set channel_state = 'acknowledged', state_read_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])
      and channel_state = 'paid'`);
  const { shipments } = await lockParcelsOf(tx, ctx, lineIds);
  await refreshShipments(tx, ctx, [...shipments.keys()]);
  await refreshLeft(tx, ctx, [...shipments.keys()]);
  await followUnits(tx, ctx, { moved: [], acknowledged: lineIds });
}

export async function recordAcknowledged(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  detail: { accepted: number; asked: number },
): Promise<void> {
  await recordEvent(tx, ctx, {
    verb: 'acknowledge',
    subject: 'channel',
    subjectId: channelId,
    detail,
  });
}
