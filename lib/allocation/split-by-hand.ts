import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockLinesOf } from '@/lib/shipments/locks';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { splitLines } from '@/lib/shipments/parcels/split-lines';
import { planSplit, type Wanted } from '@/lib/shipments/parcels/split-lines-plan';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { isCommitted, isOpen } from '@/lib/shipments/stages';
import { noteParts } from './split';
import { noteDecisions } from './write';

const refusals = {
  changed: 'order.errors.changed',
  nothing: 'order.errors.splitNothing',
  all: 'order.errors.splitAll',
} as const;

/** 주문나누기: chosen lines and quantities go in a parcel of their own. An allocation run undoes it. */
export async function splitByHand(
  ctx: Ctx,
  { shipmentId, lines }: { shipmentId: number; lines: Wanted[] },
): Promise<{ runId: number; shipmentId: number }> {
  return inMall(ctx, async (tx) => {
    const shipment = (await lockWithHomes(tx, ctx, async () => [shipmentId])).get(shipmentId);
    if (!shipment) throw new ExpectedError('errors.notFound');
    if (!isOpen(shipment) || isCommitted(shipment))
      throw new ExpectedError('order.errors.splitTooLate');
    const plan = planSplit(lines, await lockLinesOf(tx, ctx, [shipmentId]));
    if ('refused' in plan) throw new ExpectedError(refusals[plan.refused]);
    const runId = await startRun(tx, ctx, 'allocate', { by: 'split', asked: 1 });
    const moved = plan.moves.reduce((sum, move) => sum + move.qty, 0);
    const values = [shipment.wantedQty - moved, shipment.wantedQty];
    const note = { shipmentId, reason: { rule: 'splitServed' as const, values }, linesBefore: [] };
    await noteDecisions(tx, ctx, runId, [note]);
    const [split] = await splitLines(tx, ctx, [{ shipmentId, moves: plan.moves }], runId);
    if (!split) throw new Error('The parcel was not split.');
    await noteParts(tx, ctx, runId, [split]);
    await finishRun(tx, ctx, runId, { split: 1, kept: 0 });
    return { runId, shipmentId: split.rest };
  });
}
