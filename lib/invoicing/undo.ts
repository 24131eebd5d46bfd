import { type Ctx, inMall } from '@/lib/context';
import { lockShipments } from '@/lib/shipments/locks';
import { beginUndo, finishRun } from '@/lib/shipments/runs';
import { takeWaybills } from './remove';

/** Takes back the numbers that one run gave, where nothing touched the shipment since. */
export async function undoInvoicing(
  ctx: Ctx,
  runId: number,
): Promise<{ undone: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'invoice');
    const found = [...(await lockShipments(tx, ctx, touchedIds)).values()];
    const mine = found
      .filter((shipment) => shipment.lastRunId === runId && shipment.stage === 'invoiced')
      .map((shipment) => shipment.id);
    await takeWaybills(tx, ctx, undoRunId, mine);
    const counts = { undone: mine.length, kept: touchedIds.length - mine.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return counts;
  });
}
