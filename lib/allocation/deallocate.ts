import { type Ctx, inMall } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { type LockedLine, lockLinesOf, lockShipments } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { finishRun, startRun, writeReasons } from '@/lib/shipments/runs/runs';
import { releaseAllocation } from '@/lib/shipments/stock';
import { linePairs } from './before';
import { allocationRules } from './reasons';
import { noteDecisions } from './write';

/** Gives back all that these shipments hold, as far as they are neither invoiced nor requested. */
export async function deallocateShipments(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ runId: number; released: number; kept: number }> {
  const asked = shipmentIds.length;
  return inMall(ctx, async (tx) => {
    const runId = await startRun(tx, ctx, 'allocate', { by: 'release', asked });
    const locked = [...(await lockShipments(tx, ctx, shipmentIds)).values()];
    const holding = locked.filter(
      (row) =>
        (row.stage === 'ready' || row.stage === 'allocated') &&
        row.allocatedQty > 0 &&
        row.requestedExportId === null,
    );
    const ids = holding.map((row) => row.id);
    const lines = await lockLinesOf(tx, ctx, ids);
    const holdingLines = lines.filter((line) => line.allocatedQty > 0);
    const linesOf = grouped(holdingLines, (line) => line.shipmentId);
    const notes = holding.map((row) => ({
      shipmentId: row.id,
      reason: { rule: 'deallocated' as const, values: [row.allocatedQty] },
      linesBefore: linePairs((linesOf.get(row.id) ?? []).map(beforeOf)),
    }));
    await noteDecisions(tx, ctx, runId, notes);
    await releaseAllocation(tx, ctx, lines);
    await refreshShipments(tx, ctx, ids);
    const rule = allocationRules.deallocated.number;
    const told = notes.map(({ shipmentId, reason }) => ({
      shipmentId,
      rule,
      values: reason.values,
    }));
    await writeReasons(tx, ctx, runId, told);
    const counts = { released: ids.length, kept: asked - ids.length };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

const beforeOf = ({ id, allocatedQty }: LockedLine) => ({ lineId: id, before: allocatedQty });
