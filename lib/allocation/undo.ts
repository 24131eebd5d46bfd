import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import {
  type LockedLine,
  type LockedShipment,
  lockLinesOf,
  lockStage,
} from '@/lib/shipments/locks';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { mergeSplit } from '@/lib/shipments/parcels/split';
import { beginUndo, type Decision, finishRun, recordDecisions } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { compositionOf, freeQty, loadGoods } from './goods';
import { allocationRules } from './reasons';
import { restoreReasons } from './restore-reasons';
import { type Change, changesOf, idsOf, type Lack, type Noted, planUndo } from './undo-plan';

type Shipments = ReadonlyMap<number, LockedShipment>;

/**
 * Takes an allocation back exactly where nothing touched it since; both parts of a split go together
 * or not at all. The decisions of the undo say of what stays what touched it, or whose stock is gone.
 */
export async function undoAllocation(
  ctx: Ctx,
  runId: number,
): Promise<{ runId: number; restored: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'allocate');
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'allocate');
    const shipments = await lockWithHomes(tx, ctx, async () => touchedIds);
    const noted = await readNoted(tx, ctx, runId);
    const changes = changesOf(noted);
    const { untouched, touched } = await divide(tx, ctx, changes, shipments, runId);
    const { restored, lacks } = await plan(tx, ctx, untouched);
    await putBack(tx, ctx, restored, undoRunId);
    await restoreReasons(tx, ctx, { noted, changes, restored });
    const kept = [
      ...touched.map((change) => touchedSince(change, shipments)),
      ...lacks.map(stockGone),
    ];
    const told = restored.map((change) => restoredBy(change, runId));
    await recordDecisions(tx, ctx, undoRunId, [...told, ...kept]);
    const counts = { restored: restored.length, kept: kept.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return { runId: undoRunId, ...counts };
  });
}

async function readNoted(tx: Tx, ctx: Ctx, runId: number): Promise<Noted[]> {
  return rows<Noted>(
    tx,
    sql`
    select shipment_id as "shipmentId", rule, "values", before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
    order by shipment_id`,
  );
}

type Untouched = Change & { standing: LockedLine[] };

/** A change is untouched while its shipments carry the run and its lines are still theirs. */
async function divide(
  tx: Tx,
  ctx: Ctx,
  changes: readonly Change[],
  shipments: Shipments,
  runId: number,
): Promise<{ untouched: Untouched[]; touched: Change[] }> {
  const standing = changes.filter((change) =>
    idsOf(change).every((id) => isStanding(shipments.get(id), runId)),
  );
  const lines = await lockLinesOf(tx, ctx, standing.flatMap(idsOf));
  const lineById = new Map(lines.map((line) => [line.id, line]));
  const untouched = standing.flatMap((change): Untouched[] => {
    const own = change.lines.flatMap(({ lineId }) => lineById.get(lineId) ?? []);
    const ids = idsOf(change);
    const isWhole =
      own.length === change.lines.length && own.every((line) => ids.includes(line.shipmentId));
    return isWhole ? [{ ...change, standing: own }] : [];
  });
  const kept = new Set(untouched.map((change) => change.shipmentId));
  return { untouched, touched: changes.filter((change) => !kept.has(change.shipmentId)) };
}

function isStanding(shipment: LockedShipment | undefined, runId: number): boolean {
  return (
    shipment?.lastRunId === runId &&
    (shipment.stage === 'ready' || shipment.stage === 'allocated') &&
    shipment.requestedExportId === null
  );
}

async function plan(tx: Tx, ctx: Ctx, untouched: readonly Untouched[]) {
  const lines = untouched.flatMap((change) => change.standing);
  const compositionIds = lines.map((line) => line.compositionId);
  const goods = await loadGoods(tx, ctx, compositionIds, 'locked');
  const standing = new Map(
    lines.map((line) => [
      line.id,
      { ...line, items: compositionOf(line.compositionId, goods).items },
    ]),
  );
  return planUndo(untouched, standing, freeQty(goods));
}

/** Parts first, so that a line whose rest comes back has room for what it held. */
async function putBack(tx: Tx, ctx: Ctx, restored: readonly Change[], undoRunId: number) {
  const splits = restored.flatMap((change) => change.split ?? []);
  await mergeSplit(tx, ctx, splits, undoRunId);
  const before = restored.flatMap((change) => change.lines);
  await setAllocation(
    tx,
    ctx,
    before.map((line) => ({ lineId: line.lineId, allocatedQty: line.before })),
  );
  const ids = restored.map((change) => change.shipmentId);
  await refreshShipments(tx, ctx, ids);
  await partUnfit(tx, ctx, ids, async () => undoRunId);
}

function restoredBy({ shipmentId }: Change, runId: number): Decision {
  return { shipmentId, rule: allocationRules.restored.number, values: [runId] };
}

function touchedSince({ shipmentId }: Change, shipments: Shipments): Decision {
  const lastRunId = shipments.get(shipmentId)?.lastRunId ?? 0;
  return { shipmentId, rule: allocationRules.touchedSince.number, values: [lastRunId] };
}

function stockGone({ shipmentId, variantId, needed, available }: Lack): Decision {
  const rule = allocationRules.stockGone.number;
  return { shipmentId, rule, values: [variantId, needed, available] };
}
