import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { finishRun, startRun, writeReasons } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { theseShipments } from './conditions';
import { compositionOf, freeQty, loadGoods } from './goods';
import { loadLines, loadShipments } from './load';
import { allocationRules, leftOut, type Reason, type Standing, WHOLE } from './reasons';
import { noteDecisions } from './write';

type Result = { runId: number; units: number };

/** Reserves as much of one line as is free, past its shipment's place in the line. */
export async function allocateLine(ctx: Ctx, lineId: number): Promise<Result> {
  return inMall(ctx, async (tx) => {
    const { shipment, line } = await lockLine(tx, ctx, lineId);
    if (leftOut(shipment.standing, true)) throw new ExpectedError('allocate.errors.lineLeftOut');
    const goods = await loadGoods(tx, ctx, [line.compositionId], 'locked');
    const free = freeQty(goods);
    const units = compositionOf(line.compositionId, goods).items.reduce(
      (most, { variantId, qty }) => Math.min(most, Math.floor((free.get(variantId) ?? 0) / qty)),
      line.qty - line.allocatedQty,
    );
    if (units <= 0) throw new ExpectedError('allocate.errors.nothingFree');
    const allocatedQty = shipment.allocatedQty + units;
    const reason: Reason =
      allocatedQty === shipment.wantedQty
        ? WHOLE
        : { rule: 'linesServed', values: [allocatedQty, shipment.wantedQty] };
    return setLine(tx, ctx, line, { allocatedQty: line.allocatedQty + units, reason });
  });
}

/** Gives back what one line holds. */
export async function deallocateLine(ctx: Ctx, lineId: number): Promise<Result> {
  return inMall(ctx, async (tx) => {
    const { shipment, line } = await lockLine(tx, ctx, lineId);
    if (line.allocatedQty === 0) throw new ExpectedError('allocate.errors.lineChanged');
    if (shipment.standing.requestedExportId) throw new ExpectedError('allocate.errors.lineLeftOut');
    const reason: Reason = { rule: 'deallocated', values: [line.allocatedQty] };
    return setLine(tx, ctx, line, { allocatedQty: 0, reason });
  });
}

type LockedShipment = { allocatedQty: number; wantedQty: number; standing: Standing };

type LockedLine = {
  id: number;
  shipmentId: number;
  qty: number;
  allocatedQty: number;
  compositionId: number | null;
};

/** Finds its shipment unlocked, locks its shipment, and with it its lines, and looks again. */
async function lockLine(
  tx: Tx,
  ctx: Ctx,
  lineId: number,
): Promise<{ shipment: LockedShipment; line: LockedLine }> {
  const [found] = await rows<{ shipmentId: number }>(
    tx,
    sql`
    select shipment_id as "shipmentId" from shipment_lines
    where mall_id = ${ctx.mallId} and id = ${lineId}`,
  );
  if (!found) throw new ExpectedError('errors.notFound');
  const { shipmentId } = found;
  const shipments = await loadShipments(tx, ctx, theseShipments([shipmentId]), 'locked');
  const lines = await loadLines(tx, ctx, [shipmentId]);
  const line = lines.id.indexOf(lineId);
  const [standing] = shipments.standing;
  if (!standing || line < 0) throw new ExpectedError('allocate.errors.lineChanged');
  return {
    shipment: {
      allocatedQty: shipments.allocatedQty[0] ?? 0,
      wantedQty: shipments.wantedQty[0] ?? 0,
      standing,
    },
    line: {
      id: lineId,
      shipmentId,
      qty: lines.qty[line] ?? 0,
      allocatedQty: lines.allocatedQty[line] ?? 0,
      compositionId: lines.compositionId[line] ?? null,
    },
  };
}

type Change = { allocatedQty: number; reason: Reason };

async function setLine(tx: Tx, ctx: Ctx, line: LockedLine, change: Change): Promise<Result> {
  const { id, shipmentId } = line;
  const { allocatedQty, reason } = change;
  const units = Math.abs(allocatedQty - line.allocatedQty);
  const isTaking = allocatedQty > line.allocatedQty;
  const runId = await startRun(tx, ctx, 'allocate', { by: isTaking ? 'line' : 'line_release' });
  const linesBefore = [id, line.allocatedQty];
  await noteDecisions(tx, ctx, runId, [{ shipmentId, reason, linesBefore }]);
  await setAllocation(tx, ctx, [{ lineId: id, allocatedQty }]);
  await refreshShipments(tx, ctx, [shipmentId]);
  const { number: rule } = allocationRules[reason.rule];
  await writeReasons(tx, ctx, runId, [{ shipmentId, rule, values: reason.values }]);
  await finishRun(tx, ctx, runId, isTaking ? { units } : { units, released: 1 });
  return { runId, units };
}
