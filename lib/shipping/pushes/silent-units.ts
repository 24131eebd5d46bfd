import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type PushedUnit, queuePushes, unitsOf } from './queue-pushes';

/**
 * Of a unit in several parcels one speaks for all. Once it does not any more, those that are away
 * speak for themselves. Looks at the units of these parcels or pushes, which the caller has locked.
 */
export async function speakForSilentUnits(
  tx: Tx,
  ctx: Ctx,
  runId: number | null,
  of: { shipmentIds: number[] } | { pushIds: number[] },
): Promise<void> {
  const silent = await silentUnits(tx, ctx, of);
  if (silent.length === 0) return;
  await tx.execute(sql`
    with locked as (
      select push.id from pushes push
      join ${unitsOf(silent)} on given.shipment_id = push.shipment_id
        and given.channel_id = push.channel_id and given.order_id = push.order_id
        and given.unit_no = push.channel_unit_no
      where push.mall_id = ${ctx.mallId} and push.state = 'not_applicable'
      order by push.id for update of push
    )
    update pushes push set state = 'withdrawn' from locked
    where push.mall_id = ${ctx.mallId} and push.id = locked.id`);
  await queuePushes(tx, ctx, runId, [...new Set(silent.map((unit) => unit.shipmentId))], silent);
}

/**
 * Who has just shipped and left the word to another parcel waits for whoever takes that word back
 * now: one of the two sees what the other did.
 */
export async function lockSpeakers(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<boolean> {
  const left = await rows(
    tx,
    sql`
    select told.id from pushes mine
    join pushes told on told.mall_id = mine.mall_id and told.channel_id = mine.channel_id
      and told.order_id = mine.order_id and told.channel_unit_no = mine.channel_unit_no
      and told.shipment_id <> mine.shipment_id
    where mine.mall_id = ${ctx.mallId} and mine.state = 'not_applicable'
      and mine.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by told.id for share of told`,
  );
  return left.length > 0;
}

/** Units of which nobody speaks, with each parcel of theirs that is away. */
function silentUnits(
  tx: Tx,
  ctx: Ctx,
  of: { shipmentIds: number[] } | { pushIds: number[] },
): Promise<PushedUnit[]> {
  const isMeant =
    'pushIds' in of
      ? sql`meant.id = any(${sql.param(of.pushIds)}::bigint[])`
      : sql`meant.shipment_id = any(${sql.param(of.shipmentIds)}::bigint[])`;
  return rows<PushedUnit>(
    tx,
    sql`
    with unit as (
      select distinct channel_id, order_id, channel_unit_no from pushes meant
      where meant.mall_id = ${ctx.mallId} and ${isMeant}
        and meant.state in ('withdrawn', 'not_applicable')
    )
    select distinct other.shipment_id as "shipmentId", unit.channel_id as "channelId",
      unit.order_id as "orderId", unit.channel_unit_no as "unitNo"
    from unit
    join pushes told on told.mall_id = ${ctx.mallId} and told.channel_id = unit.channel_id
      and told.order_id = unit.order_id and told.channel_unit_no = unit.channel_unit_no
      and told.state = 'withdrawn'
    join pushes other on other.mall_id = told.mall_id and other.channel_id = told.channel_id
      and other.order_id = told.order_id and other.channel_unit_no = told.channel_unit_no
      and other.shipment_id <> told.shipment_id
    join shipments shipment on shipment.mall_id = other.mall_id and shipment.id = other.shipment_id
      and shipment.stage in ('shipped', 'delivered')
    where not exists (
      select from pushes live
      where live.mall_id = told.mall_id and live.channel_id = told.channel_id
        and live.order_id = told.order_id and live.channel_unit_no = told.channel_unit_no
        and (live.state not in ('withdrawn', 'not_applicable')
          or (live.state = 'not_applicable' and live.answer_code = 'toldElsewhere')))
    order by other.shipment_id`,
  );
}
