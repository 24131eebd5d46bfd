import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { type LockedShipment, lockShipments, lockStage } from '@/lib/shipments/locks';
import { giveBack } from '@/lib/shipments/parcels/move';
import { noteKept } from '@/lib/shipments/runs/kept';
import { beginUndo, finishRun, recordDecisions } from '@/lib/shipments/runs/runs';
import { forgetAnswersOf } from './answer';
import { reopenQuestions } from './questions';
import { bundleRules, joiningRules } from './reasons';
import { rejoin } from './rejoin';
import { unreserveGoods } from './reserve';

type Joined = { source: number; target: number; lineIds: number[] };

/**
 * Takes apart what one run bundled, with the answers given in it, or puts together what one took
 * apart. A bundle goes with all it took in, or, when something touched it since, not at all.
 */
export async function undoBundling(
  ctx: Ctx,
  runId: number,
): Promise<{ undone: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'bundle');
    const { undoRunId } = await beginUndo(tx, ctx, runId, 'bundle');
    const rejoined = await rejoin(tx, ctx, runId, undoRunId);
    if (rejoined) {
      await finishRun(tx, ctx, undoRunId, rejoined);
      return rejoined;
    }
    const joined = await joinedBy(tx, ctx, runId);
    const ids = [...new Set(joined.flatMap(({ source, target }) => [source, target]))];
    const shipments = await lockShipments(tx, ctx, ids);
    const groups = [...grouped(joined, (row) => row.target).values()];
    const untouched = groups.filter((group) => isUntouched(group, shipments, runId));
    const undone = untouched.flat();
    await giveBack(tx, ctx, new Map(undone.map((row) => [row.source, row.lineIds])), undoRunId);
    await recordDecisions(tx, ctx, undoRunId, undone.map(takenApart));
    const parted = new Set(undone);
    const kept = joined.filter((row) => !parted.has(row)).map((row) => row.source);
    await noteKept(tx, ctx, undoRunId, kept);
    const apartAgain = undone.flatMap(({ source, target }) => [source, target]);
    await unreserveGoods(tx, ctx, runId, [...new Set(apartAgain)]);
    const answers = await forgetAnswersOf(tx, ctx, runId);
    if (answers > 0) await reopenQuestions(tx, ctx, runId);
    const counts = { undone: undone.length, kept: kept.length, answers };
    await finishRun(tx, ctx, undoRunId, counts);
    return counts;
  });
}

async function joinedBy(tx: Tx, ctx: Ctx, runId: number): Promise<Joined[]> {
  return rows<Joined>(
    tx,
    sql`
    select shipment_id as source, values[1] as target, before as "lineIds" from run_decisions
    where mall_id = ${ctx.mallId} and run_id = ${runId} and before is not null
      and rule = any(${sql.param(joiningRules)}::int[])
    order by shipment_id`,
  );
}

function isUntouched(
  group: readonly Joined[],
  shipments: ReadonlyMap<number, LockedShipment>,
  runId: number,
): boolean {
  return group.every(({ source, target }) => {
    const bundle = shipments.get(target);
    return (
      bundle?.lastRunId === runId &&
      bundle.requestedExportId === null &&
      shipments.get(source)?.lastRunId === runId &&
      shipments.get(source)?.absorbedBy === target
    );
  });
}

function takenApart({ source, target }: Joined) {
  return { shipmentId: source, rule: bundleRules.takenApart.number, values: [target] };
}
