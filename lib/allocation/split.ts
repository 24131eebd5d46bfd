import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockLinesOf } from '@/lib/shipments/locks';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { type Split, splitUnallocated } from '@/lib/shipments/parcels/split';
import { finishRun, recordDecisions, startRun, writeReasons } from '@/lib/shipments/runs/runs';
import { allocationRules } from './reasons';
import { noteDecisions } from './write';

/** 미할당주문나누기: of each partly served shipment the served part goes on and the rest waits. */
export async function splitShipments(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ runId: number; split: number; kept: number }> {
  const asked = shipmentIds.length;
  return inMall(ctx, async (tx) => {
    const runId = await startRun(tx, ctx, 'allocate', { by: 'split', asked });
    const locked = [...(await lockWithHomes(tx, ctx, async () => shipmentIds)).values()];
    const partly = locked.filter((row) => row.stage === 'ready' && row.allocatedQty > 0);
    const ids = partly.map((row) => row.id);
    await lockLinesOf(tx, ctx, ids);
    const notes = partly.map(({ id, allocatedQty, wantedQty }) => ({
      shipmentId: id,
      reason: { rule: 'splitServed' as const, values: [allocatedQty, wantedQty] },
      linesBefore: [],
    }));
    await noteDecisions(tx, ctx, runId, notes);
    const split = await splitPartly(tx, ctx, runId, ids);
    const counts = { split, kept: asked - split };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** Splits partly served shipments that the caller has locked and noted. */
export async function splitPartly(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  shipmentIds: number[],
): Promise<number> {
  const splits = await splitUnallocated(tx, ctx, shipmentIds, runId);
  await noteParts(tx, ctx, runId, splits);
  return splits.length;
}

/** Both parts say what they are; the rest's decision notes [the part it comes from, that one's group]. */
export async function noteParts(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  splits: readonly Split[],
): Promise<void> {
  const wantedQty = await wantedQtyOf(tx, ctx, splits);
  const rests = splits.map(({ served, rest, groupBefore }) => ({
    shipmentId: rest,
    rule: allocationRules.splitRest.number,
    values: [served],
    before: [served, groupBefore ?? 0],
  }));
  const served = splits.map((split) => {
    const [servedQty, restQty] = [wantedQty.get(split.served) ?? 0, wantedQty.get(split.rest) ?? 0];
    const values = [servedQty, servedQty + restQty];
    return { shipmentId: split.served, rule: allocationRules.splitServed.number, values };
  });
  await recordDecisions(tx, ctx, runId, rests);
  await writeReasons(tx, ctx, runId, [...served, ...rests]);
}

async function wantedQtyOf(
  tx: Tx,
  ctx: Ctx,
  splits: readonly Split[],
): Promise<Map<number, number>> {
  const ids = splits.flatMap((split) => [split.served, split.rest]);
  const found = await rows<{ id: number; qty: number }>(
    tx,
    sql`
    select id, wanted_qty as qty from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Map(found.map((row) => [row.id, row.qty]));
}
