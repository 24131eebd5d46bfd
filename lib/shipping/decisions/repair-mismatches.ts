import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { hold, lift } from '@/lib/shipments/holds/hold';
import { lockShipments } from '@/lib/shipments/locks';
import { shipIn } from '../ship';
import { unshipIn } from '../unship';
import type { Repair } from './mismatch-plan';
import { mismatchesAmong } from './mismatches';

export type Repaired = Record<Repair, number> & { left: number };

/**
 * Brings us and the channels together as suggested, or by one repair where it is named: a row whose
 * suggestion is another one by now is left alone.
 */
export async function repairMismatches(
  ctx: Ctx,
  shipmentIds: number[],
  only?: Repair,
): Promise<Repaired> {
  return inMall(ctx, async (tx) => {
    await lockShipments(tx, ctx, shipmentIds);
    const found = await mismatchesAmong(tx, ctx, shipmentIds);
    const byRepair = grouped(
      found.filter(({ repair }) => repair !== null && (!only || only === repair)),
      ({ repair }) => repair,
    );
    const idsOf = (repair: Repair) => (byRepair.get(repair) ?? []).map(({ id }) => id);
    const done = {
      markShipped: await markShipped(tx, ctx, idsOf('markShipped')),
      unship: await bringBack(tx, ctx, idsOf('unship')),
      hold: await holdThem(tx, ctx, idsOf('hold')),
      pushAgain: await pushAgain(tx, ctx, idsOf('pushAgain')),
    };
    const count = done.markShipped + done.unship + done.hold + done.pushAgain;
    if (count === 0) throw new ExpectedError('ship.errors.nothingToRepair');
    const result = { ...done, left: new Set(shipmentIds).size - count };
    await recordEvent(tx, ctx, {
      verb: 'mismatch.repair',
      subject: 'shipment',
      subjectId: shipmentIds.length === 1 ? (shipmentIds[0] ?? null) : null,
      detail: result,
    });
    return result;
  });
}

/** The channel knows already, perhaps by another number: it is told nothing. */
async function markShipped(tx: Tx, ctx: Ctx, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  await lift(tx, ctx, ids, 'shipped_by_channel');
  const { runId, shipped } = await shipIn(tx, ctx, ids);
  await tx.execute(sql`
    update pushes push set state = 'not_applicable', answer_code = 'toldElsewhere'
    where push.mall_id = ${ctx.mallId} and push.run_id = ${runId}
      and push.shipment_id = any(${sql.param(ids)}::bigint[])
      and push.state in ('waiting', 'file_waiting')
      and not exists (
        select from order_lines line
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no
          and line.qty > line.cancelled_qty and line.channel_state in ('paid', 'acknowledged'))`);
  return shipped;
}

async function bringBack(tx: Tx, ctx: Ctx, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  return (await unshipIn(tx, ctx, ids)).unshipped;
}

async function holdThem(tx: Tx, ctx: Ctx, ids: number[]): Promise<number> {
  await hold(tx, ctx, ids, 'shipped_by_channel');
  return ids.length;
}

/**
 * What the marketplace may have taken is read there first, by the way of a push whose process was
 * lost; what stood in a file waits for the next one.
 */
async function pushAgain(tx: Tx, ctx: Ctx, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const now = ctx.now.toISOString();
  const again = await rows<{ shipmentId: number }>(
    tx,
    sql`
    with locked as (
      select push.id, push.state, push.waybill_file_id is not null as was_in_file from pushes push
      where push.mall_id = ${ctx.mallId} and push.shipment_id = any(${sql.param(ids)}::bigint[])
        and push.state in ('done', 'failed', 'unknown')
        and exists (
          select from order_lines line
          where line.mall_id = push.mall_id and line.order_id = push.order_id
            and line.channel_unit_no = push.channel_unit_no
            and line.channel_state in ('paid', 'acknowledged'))
      order by push.id for update
    )
    update pushes push
    set state = case when locked.was_in_file then 'file_waiting'
        when locked.state = 'failed' then 'waiting' else 'sending' end,
      waybill_file_id = null, attempts = 0, due_at = ${now}, sent_at = null,
      leased_until = case when locked.was_in_file or locked.state = 'failed' then null
        else ${now}::timestamptz end
    from locked
    where push.mall_id = ${ctx.mallId} and push.id = locked.id
    returning push.shipment_id as "shipmentId"`,
  );
  if (again.length > 0) await wakeJobs(tx);
  return new Set(again.map(({ shipmentId }) => shipmentId)).size;
}
