import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { unnested } from '@/lib/shipments/bulk';
import {
  type LockedLine,
  type LockedShipment,
  lockLinesOf,
  lockShipments,
  lockStage,
} from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/refresh';
import { beginUndo, bigintArray, type Decision, finishRun, recordDecisions } from '@/lib/shipments/runs';
import { mergeSplit, type Split } from '@/lib/shipments/split';
import { setAllocation } from '@/lib/shipments/stock';
import { type Before, readBefore } from './before';
import { loadGoods } from './goods';
import { allocationRules } from './reasons';
import { planUndo, type Refusal, type Return } from './undo-plan';

/**
 * Takes an allocation back, exactly where nothing touched it since; the parts of a split go together
 * or not at all. What stays, says what touched it or whose stock is gone.
 */
export async function undoAllocation(
  ctx: Ctx,
  runId: number,
): Promise<{ runId: number; restored: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'allocate');
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'allocate');
    const shipments = await lockShipments(tx, ctx, touchedIds);
    const noted = await readNoted(tx, ctx, runId);
    const stands = standing(noted, shipments, runId);
    const lines = await lockLinesOf(tx, ctx, partsOf(stands));
    const undoing = await plan(tx, ctx, stands, lines);
    await putBack(tx, ctx, undoing, undoRunId);
    await restoreReasons(tx, ctx, runId, noted, undoing);
    const kept = keptDecisions(noted, undoing, shipments);
    await recordDecisions(tx, ctx, undoRunId, [...restoredDecisions(undoing, runId), ...kept]);
    const counts = { restored: undoing.restored.length, kept: kept.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return { runId: undoRunId, ...counts };
  });
}

/** What the run noted of a shipment that it changed. */
type Noted = { shipmentId: number; rule: number; values: number[]; before: Before; split: Split | null };
