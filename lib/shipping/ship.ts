import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, sendAll, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import { lockStates } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { moveGoods } from './move-goods';
import { planShipping, type ShipDecision } from './plan';
import { markToldBefore } from './pushes/mark-told';
import { queuePushes } from './pushes/queue-pushes';
import { lockSpeakers, speakForSilentUnits } from './pushes/silent-units';
import { shipRules } from './reasons';
import { startTracking } from './tracking/start-rounds';

export type ShipResult = { runId: number; shipped: number; refused: ShipDecision[] };

/**
 * The parcels leave: stage, stock on hand and allocated, the ledger and the push of every channel
 * unit inside, in one transaction. Each shipment asked for has its own outcome.
 */
export async function shipShipments(ctx: Ctx, shipmentIds: number[]): Promise<ShipResult> {
  const { leavesWord, ...result } = await inMall(ctx, (tx) => shipIn(tx, ctx, shipmentIds));
  if (leavesWord) await markToldBefore(ctx, shipmentIds);
  return result;
}

/**
 * The same inside a transaction that decides more; `markToldBefore` follows it where a parcel leaves
 * the word to another.
 */
export async function shipIn(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
): Promise<ShipResult & { leavesWord: boolean }> {
  await expectMany(tx, shipmentIds.length);
  const found = await lockStates(tx, ctx, shipmentIds);
  const runId = await startRun(tx, ctx, 'ship', { asked: shipmentIds.length });
  const { shippedIds, decisions } = planShipping(shipmentIds, found);
  const refused = decisions.filter((decision) => decision.rule !== shipRules.shipped);
  await sendAll(
    () => moveGoods(tx, ctx, runId, shippedIds, 'ship'),
    () => markShipped(tx, ctx, runId, shippedIds),
    () => recordDecisions(tx, ctx, runId, decisions),
  );
  const pushes = await queuePushes(tx, ctx, runId, shippedIds);
  const leavesWord = await lockSpeakers(tx, ctx, shippedIds);
  if (leavesWord) await speakForSilentUnits(tx, ctx, runId, { shipmentIds: shippedIds });
  await startTracking(tx, ctx, shippedIds);
  if (pushes > 0) await wakeJobs(tx);
  const counts = { shipped: shippedIds.length, refused: refused.length, pushes };
  await finishRun(tx, ctx, runId, counts);
  return { runId, shipped: shippedIds.length, refused, leavesWord };
}

async function markShipped(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await rows(
    tx,
    sql`
    update shipments
    set stage = 'shipped', shipped_at = ${ctx.now.toISOString()}, why = ${shipRules.shipped},
      why_values = '{}', last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
}
