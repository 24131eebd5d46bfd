import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lift } from '@/lib/shipments/holds/hold';
import { type LockedShipment, lockMatching } from '@/lib/shipments/locks';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { noteKept } from '@/lib/shipments/runs/kept';
import { beginUndo, bigintArray, finishRun } from '@/lib/shipments/runs/runs';
import { matchDecisions } from '../reasons';
import { changesOf, restoreMatches } from '../remembered';
import { type LineBefore, readBefore } from './rematch-plan';
import { reserveAgain } from './reserve-again';
import { planUndo, type RunLine } from './undo-plan';

/**
 * Takes back what a run of matching did where nothing touched it since. A remembered match goes with
 * all of its lines or not at all; what it replaced or forgot stands again, and lines that gave back
 * their stock get it again while it lasts.
 */
export async function undoMatching(
  ctx: Ctx,
  runId: number,
): Promise<{ undone: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'match');
    const shipments = await lockWithHomes(tx, ctx, async () => touchedIds);
    const held = await heldBy(tx, ctx, runId);
    const untouched = new Set([...shipments.values()].filter(isUntouchedBy(runId)).map(idOf));
    const changes = await changesOf(tx, ctx, runId);
    const lines = await linesOf(tx, ctx, runId, touchedIds);
    const plan = planUndo(changes, lines, untouched);
    if (changes.length > 0 && plan.matchIds.length === 0)
      throw new ExpectedError('match.errors.usedSince', { count: plan.keptShipments.length });
    await restoreMatches(tx, ctx, runId, plan.matchIds);
    await noteKept(tx, ctx, undoRunId, plan.keptShipments);
    const undoneIds = await restoreLines(tx, ctx, { runId, undoRunId }, plan.lineIds);
    await lift(tx, ctx, held, 'rematched');
    const counts = { undone: undoneIds.length, kept: plan.keptShipments.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return counts;
  });
}

const idOf = (shipment: LockedShipment) => shipment.id;

/** Not with the courier's program either: nothing may change what is in it meanwhile. */
function isUntouchedBy(runId: number) {
  return (shipment: LockedShipment) =>
    shipment.lastRunId === runId && shipment.requestedExportId === null;
}

async function heldBy(tx: Tx, ctx: Ctx, runId: number): Promise<number[]> {
  const held = await rows<{ id: number }>(
    tx,
    sql`
    select shipment_id as id from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and rule = ${matchDecisions.rematchHeld}`,
  );
  return held.map((shipment) => shipment.id);
}

async function linesOf(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]): Promise<RunLine[]> {
  return rows<RunLine>(
    tx,
    sql`
    select part.id as "lineId", part.shipment_id as "shipmentId", line.channel_id as "channelId",
      line.product_key as "productKey", line.option_key as "optionKey"
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    where part.mall_id = ${ctx.mallId} and part.last_run_id = ${runId}
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    order by part.id`,
  );
}

/** Lines that waited before wait again, the others mean what they meant. Returns their shipments. */
async function restoreLines(
  tx: Tx,
  ctx: Ctx,
  { runId, undoRunId }: { runId: number; undoRunId: number },
  lineIds: number[],
): Promise<number[]> {
  if (lineIds.length === 0) return [];
  const known = await beforeOf(tx, ctx, runId);
  const before = lineIds.map((lineId) => known.get(lineId) ?? waiting(lineId));
  const restored = await rows<{ id: number }>(
    tx,
    sql`
    with restored as (
      update shipment_lines line
      set composition_id = given.composition_id, match_rule = given.rule,
        match_oddities = given.oddities, last_run_id = ${undoRunId}
      from ${unnested<LineBefore>(
        {
          line_id: ['bigint', (line) => line.lineId],
          composition_id: ['bigint', (line) => line.compositionId],
          rule: ['int', (line) => line.rule],
          oddities: ['bigint[]', ({ oddities }) => (oddities ? bigintArray(oddities) : null)],
        },
        before,
      )}
      where line.mall_id = ${ctx.mallId} and line.id = given.line_id
      returning line.shipment_id
    )
    select distinct shipment_id as id from restored order by 1`,
  );
  const shipmentIds = restored.map((shipment) => shipment.id);
  await reserveAgain(tx, ctx, before);
  await refreshShipments(tx, ctx, shipmentIds);
  await partUnfit(tx, ctx, shipmentIds, async () => undoRunId);
  await tx.execute(sql`
    update shipments set last_run_id = ${undoRunId}, why = null, why_values = null
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])`);
  return shipmentIds;
}

async function beforeOf(tx: Tx, ctx: Ctx, runId: number): Promise<Map<number, LineBefore>> {
  const noted = await rows<{ before: number[] }>(
    tx,
    sql`
    select before from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
      and rule = ${matchDecisions.rematched}`,
  );
  const lines = noted.flatMap(({ before }) => readBefore(before));
  return new Map(lines.map((line) => [line.lineId, line]));
}

function waiting(lineId: number): LineBefore {
  return { lineId, compositionId: null, rule: null, allocatedQty: 0, oddities: null };
}
