import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';
import { noteKept } from '@/lib/shipments/runs/kept';
import { beginUndo, type Decision, finishRun, recordDecisions } from '@/lib/shipments/runs/runs';
import { givingRules, invoiceRules } from './reasons';
import { freeBoxes, pushedAmong, takeNumbers } from './remove';
import { restoreReplaced } from './replaced';

/**
 * Takes back the numbers that one run gave, where nothing touched the shipment since; a number that
 * was replaced stands again. A run that took numbers away cannot be undone.
 */
export async function undoInvoicing(
  ctx: Ctx,
  runId: number,
): Promise<{ runId: number; undone: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const given = await shipmentsGiven(tx, ctx, runId);
    if (given.length === 0) throw new ExpectedError('invoice.errors.nothingToUndo');
    const { undoRunId } = await beginUndo(tx, ctx, runId, 'invoice');
    const retireFreed = await lockForRetirement(tx, ctx, given);
    const found = await lockShipments(tx, ctx, given);
    const pushed = await pushedAmong(tx, ctx, given);
    const mine = given.filter((id) => {
      const shipment = found.get(id);
      return shipment?.lastRunId === runId && shipment.stage === 'invoiced' && !pushed.has(id);
    });
    await takeNumbers(tx, ctx, undoRunId, mine);
    const restored = await restoreReplaced(tx, ctx, { runId, undoRunId, shipmentIds: mine });
    await freeBoxes(
      tx,
      ctx,
      mine.filter((id) => !restored.has(id)),
    );
    await restoreRequests(tx, ctx, runId, mine);
    await recordDecisions(tx, ctx, undoRunId, mine.map(removed));
    const taken = new Set(mine);
    const kept = given.filter((id) => !taken.has(id));
    await noteKept(tx, ctx, undoRunId, kept);
    const counts = { undone: mine.length, kept: kept.length };
    await finishRun(tx, ctx, undoRunId, counts);
    await retireFreed();
    return { runId: undoRunId, ...counts };
  });
}

async function shipmentsGiven(tx: Tx, ctx: Ctx, runId: number): Promise<number[]> {
  const given = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment_id as id from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId}
      and rule = any(${sql.param(givingRules)}::int[])
    order by 1`,
  );
  return given.map((row) => row.id);
}

/**
 * What was with the courier's program before its numbers came waits for them again, for the recipient
 * that it was told: what was taken over with them is taken over once they are back.
 */
async function restoreRequests(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await tx.execute(sql`
    update shipments shipment
    set requested_export_id = row.export_id, requested_hash = row.content_hash,
      recipient_id = coalesce(told.id, shipment.recipient_id),
      next_recipient_id = case when told.id <> shipment.recipient_id then shipment.recipient_id end
    from run_decisions decision
    join exports export
      on export.mall_id = ${ctx.mallId} and export.id = decision.before[1]
      and export.state <> 'cancelled'
    join export_rows row
      on row.mall_id = ${ctx.mallId} and row.export_id = export.id
      and row.shipment_id = decision.shipment_id
    left join recipients told
      on told.mall_id = ${ctx.mallId} and told.id = decision.before[2] and told.purged_at is null
    where decision.mall_id = ${ctx.mallId} and decision.run_id = ${runId}
      and decision.rule = ${invoiceRules.fromSheet}
      and decision.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and shipment.mall_id = ${ctx.mallId} and shipment.id = decision.shipment_id
      and shipment.stage = 'allocated'`);
}

const removed = (shipmentId: number): Decision => ({
  shipmentId,
  rule: invoiceRules.removed,
  values: [],
});
