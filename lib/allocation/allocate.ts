import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockStage } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { type Conditions, lookingAt } from './conditions';
import { type Decided, type Decisions, decide, type Selection } from './decide';
import { savedPriority } from './save-priority';
import { allocationRules, type Reason, reason } from './reasons';
import { splitPartly } from './split';
import { writeDecisions } from './write';

export type AllocationCounts = {
  whole: number;
  partly: number;
  none: number;
  leftOut: number;
  split: number;
};

/** Reserves stock for all that the conditions look at; the plan says in which order and why. */
export async function allocateShipments(
  ctx: Ctx,
  conditions: Conditions,
): Promise<AllocationCounts & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'allocate');
    const runId = await startRun(tx, ctx, 'allocate', conditions);
    const decisions = await decide(tx, ctx, await selection(tx, ctx, conditions), 'locked');
    const splitIds = conditions.splitting === 'all' ? nameSplits(decisions) : [];
    await writeDecisions(tx, ctx, runId, decisions);
    const splits = await splitPartly(tx, ctx, runId, splitIds);
    const counts = { ...countsOf(decisions), split: splits.length };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

export type PreviewRow = Pick<Decided, 'allocatedQty' | 'reason'> & {
  shipmentId: number;
  wantedQty: number;
};

const PREVIEW_ROWS = 100;

/** What a run with these conditions would do now; it locks and writes nothing. */
export async function planShipments(
  tx: Tx,
  ctx: Ctx,
  conditions: Conditions,
): Promise<{ counts: AllocationCounts; rows: PreviewRow[] }> {
  const decisions = await decide(tx, ctx, await selection(tx, ctx, conditions), 'unlocked');
  const splitIds = conditions.splitting === 'all' ? nameSplits(decisions) : [];
  const told = decisions.decided.filter((row) => row.reason.rule !== allocationRules.whole);
  return {
    counts: { ...countsOf(decisions), split: splitIds.length },
    rows: told.slice(0, PREVIEW_ROWS).map(({ shipment, allocatedQty, reason }) => ({
      shipmentId: shipment.id,
      wantedQty: shipment.wantedQty,
      allocatedQty,
      reason,
    })),
  };
}
