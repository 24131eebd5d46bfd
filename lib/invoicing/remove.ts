import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { type LockedShipment, lockShipments } from '@/lib/shipments/locks';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { cancelBookings } from './bookings/bookings';
import { type InvoiceRule, invoiceRules } from './reasons';

/**
 * Takes the numbers of shipments that have not left: back to allocated. A number of a range is
 * retired for ever, a typed or imported one is free again. What a channel was told stays. Units that
 * the channel has cancelled meanwhile leave with the number.
 */
export async function removeWaybills(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ runId: number; removed: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const retireFreed = await lockForRetirement(tx, ctx, shipmentIds);
    const found = await lockShipments(tx, ctx, shipmentIds);
    const pushed = await pushedAmong(tx, ctx, shipmentIds);
    const decisions = [...new Set(shipmentIds)].map((shipmentId) => ({
      shipmentId,
      rule: invoiceRules[removalVerdictOf(found.get(shipmentId), pushed.has(shipmentId))],
      values: [],
    }));
    const removable = decisions
      .filter((decision) => decision.rule === invoiceRules.removed)
      .map((decision) => decision.shipmentId);
    const runId = await startRun(tx, ctx, 'invoice', { by: 'removal' });
    await takeWaybills(tx, ctx, runId, removable);
    await recordDecisions(tx, ctx, runId, decisions);
    const counts = { removed: removable.length, kept: decisions.length - removable.length };
    await finishRun(tx, ctx, runId, counts);
    await retireFreed();
    return { runId, ...counts };
  });
}

/** Of locked, invoiced shipments: retires or frees their numbers and puts them back to allocated. */
export async function takeWaybills(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await takeNumbers(tx, ctx, runId, shipmentIds);
  await freeBoxes(tx, ctx, shipmentIds);
}

/** The same, but for the numbers of their other boxes. */
export async function takeNumbers(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  if (shipmentIds.length === 0) return;
  await freeNumbers(tx, ctx, shipmentIds);
  await tx.execute(sql`
    update shipments
    set stage = 'allocated', courier = null, waybill_no = null, printed_count = 0,
      hold_kinds = array_remove(hold_kinds, 'relabel'),
      why = ${invoiceRules.removed}, why_values = '{}', last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])`);
}

/** Numbers that the courier handed out to us are never used again; typed and imported ones may be. */
export async function freeNumbers(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  const ids = sql`any(${sql.param(shipmentIds)}::bigint[])`;
  await tx.execute(sql`
    update waybills set state = 'retired'
    where mall_id = ${ctx.mallId} and shipment_id = ${ids} and state = 'issued'
      and source in ('range', 'list', 'api')`);
  await tx.execute(sql`
    delete from waybills
    where mall_id = ${ctx.mallId} and shipment_id = ${ids} and state = 'issued'
      and source in ('typed', 'sheet')`);
  await cancelBookings(tx, ctx, shipmentIds);
}

/** Without its own number a parcel has no other boxes either; theirs were typed. */
export async function freeBoxes(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    delete from waybills
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and state = 'box'`);
}

function removalVerdictOf(shipment: LockedShipment | undefined, isPushed: boolean): InvoiceRule {
  if (!shipment) return 'unknown';
  if (shipment.waybillNo === null) return 'noNumber';
  return isPushed || shipment.stage !== 'invoiced' ? 'pushed' : 'removed';
}

/** Whose number a channel was told, or may have been: those can only be replaced. */
export async function pushedAmong(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Set<number>> {
  const pushed = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment_id as id from pushes
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and state in ('sending', 'done', 'unknown')`,
  );
  return new Set(pushed.map((row) => row.id));
}
