import type { Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockStage } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { type Conditions, lookingAt, theseShipments } from './conditions';
import { type Decided, decide, type Planned, type Selection } from './decide';
import { withFirst } from './priority';
import type { AllocationRule } from './reasons';
import { readPriority } from './saved-priority';
import { splitPartly } from './split';
import { writePlanned } from './write';

export type AllocationCounts = {
  whole: number;
  partly: number;
  none: number;
  leftOut: number;
  /** Of those left out, how many gave back what they held. */
  givenBack: number;
  split: number;
};

/** Reserves stock for all that the conditions look at; the plan says in which order and why. */
export async function allocateShipments(
  ctx: Ctx,
  conditions: Conditions,
): Promise<AllocationCounts & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'allocate');
    const runId = await startRun(tx, ctx, 'allocate', { by: 'run', ...conditions });
    const planned = await decide(tx, ctx, await selected(tx, ctx, conditions), 'locked');
    return write(tx, ctx, runId, planned, {
      splits: conditions.splitting === 'all',
      gifts: 'kept',
    });
  });
}

/** Serves these shipments, each whole or not at all, past the conditions of a run. */
export async function allocateThese(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<AllocationCounts & { runId: number }> {
  const asked = shipmentIds.length;
  return inMall(ctx, async (tx) => {
    const runId = await startRun(tx, ctx, 'allocate', { by: 'hand', asked });
    const selection: Selection = {
      where: theseShipments(shipmentIds),
      priority: await readPriority(tx, ctx),
      servesPartly: false,
      dividesLines: false,
      reallocatesWhole: false,
      reallocatesPartly: false,
      includesHeld: false,
    };
    const planned = await decide(tx, ctx, selection, 'locked');
    return write(tx, ctx, runId, planned, { splits: false, gifts: 'due' });
  });
}

/** How a run with these conditions selects and serves. */
export async function selected(tx: Tx, ctx: Ctx, conditions: Conditions): Promise<Selection> {
  return {
    ...conditions,
    where: lookingAt(conditions),
    priority: withFirst(await readPriority(tx, ctx), conditions.first ?? null),
    dividesLines: conditions.splitting !== 'off',
  };
}

async function write(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  planned: Planned,
  { splits, gifts }: { splits: boolean; gifts: 'due' | 'kept' },
): Promise<AllocationCounts & { runId: number }> {
  const decided = await writePlanned(tx, ctx, runId, planned);
  const partly = splits ? decided.filter((row) => shares[row.reason.rule] === 'partly') : [];
  const ids = partly.map((row) => row.shipmentId);
  const split = await splitPartly(tx, ctx, runId, ids);
  const counts = { ...countsOf(decided), split };
  await finishRun(tx, ctx, runId, counts, gifts);
  return { runId, ...counts };
}

const shares: Partial<Record<AllocationRule, 'whole' | 'partly' | 'none'>> = {
  whole: 'whole',
  partlyOfStock: 'partly',
  partlyTaken: 'partly',
  noneOfStock: 'none',
  noneTaken: 'none',
};

export function countsOf(decided: readonly Decided[]): AllocationCounts {
  const counts = { whole: 0, partly: 0, none: 0, leftOut: 0, givenBack: 0, split: 0 };
  for (const { reason } of decided) {
    counts[shares[reason.rule] ?? 'leftOut'] += 1;
    if (reason.rule === 'heldGaveBack') counts.givenBack += 1;
  }
  return counts;
}
