import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/refresh';
import { beginUndo, finishRun } from '@/lib/shipments/runs';

/**
 * Unties the lines of one run whose shipments nothing touched since. A remembered match goes with
 * all of its lines or not at all.
 */
export async function undoMatching(
  ctx: Ctx,
  runId: number,
): Promise<{ undone: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const { undoRunId, touchedIds } = await beginUndo(tx, ctx, runId, 'match');
    const shipments = [...(await lockShipments(tx, ctx, touchedIds)).values()];
    const untouched = shipments
      .filter((shipment) => shipment.lastRunId === runId && !shipment.requestedExportId)
      .filter((shipment) => shipment.allocatedQty === 0)
      .map((shipment) => shipment.id);
    const remembered = await rememberedBy(tx, ctx, runId);
    if (remembered && untouched.length < touchedIds.length)
      throw new ExpectedError('match.errors.usedSince', {
        count: touchedIds.length - untouched.length,
      });
    await tx.execute(sql`
      delete from matches where mall_id = ${ctx.mallId} and last_run_id = ${runId}`);
    await tx.execute(sql`
      update shipment_lines set composition_id = null, match_rule = null, last_run_id = ${undoRunId}
      where mall_id = ${ctx.mallId} and last_run_id = ${runId}
        and shipment_id = any(${sql.param(untouched)}::bigint[])`);
    await refreshShipments(tx, ctx, untouched);
    await tx.execute(sql`
      update shipments set last_run_id = ${undoRunId}, why = null, why_values = null
      where mall_id = ${ctx.mallId} and id = any(${sql.param(untouched)}::bigint[])`);
    const counts = { undone: untouched.length, kept: touchedIds.length - untouched.length };
    await finishRun(tx, ctx, undoRunId, counts);
    return counts;
  });
}

async function rememberedBy(tx: Tx, ctx: Ctx, runId: number): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select from matches where mall_id = ${ctx.mallId} and last_run_id = ${runId}`,
  );
  return found.length > 0;
}
