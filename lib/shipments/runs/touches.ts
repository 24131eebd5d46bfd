import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { releaseWaitingParts } from '../waiting-parts';
import {
  type Decision,
  finishRun,
  type RunKind,
  recordDecisions,
  startRun,
  writeReasons,
} from './runs';

/** Why an intake touched a shipment; below 100, so that no stage's reasons look like it. */
export const touchRules = {
  linesAdded: 1,
  retired: 2,
  readdressed: 3,
  claimHeld: 10,
  claimLifted: 11,
  cancelledByChannel: 12,
  shippedByChannel: 13,
  addressChanged: 14,
  duplicate: 15,
  addressKept: 16,
  released: 17,
  relabel: 18,
  restored: 19,
  swapped: 20,
  closedAsHistory: 21,
  cancelledAsDuplicate: 22,
  reopened: 23,
  touchedSince: 24,
  linesDeleted: 25,
  giftsTakenBack: 26,
  cameApart: 27,
  heldApart: 28,
} as const;

type Touch = keyof typeof touchRules;

/** A hold stands beside the work of the stages; the others change what they worked on. */
const CHANGING: readonly Touch[] = [
  'linesAdded',
  'retired',
  'readdressed',
  'restored',
  'swapped',
  'closedAsHistory',
  'cancelledAsDuplicate',
];

/** Units will not leave any more: what others told of their order may wait for them. */
const ENDING: readonly Touch[] = ['retired', 'closedAsHistory', 'cancelledAsDuplicate'];

export type Touches = {
  runId: () => Promise<number>;
  /** `before`: what an undo puts back. */
  add: (touch: Touch, shipmentId: number, values: number[], before?: number[]) => void;
  finish: () => Promise<void>;
};

/** The run of what arrives from outside, opened only when it really touches a shipment. */
export function openTouches(
  tx: Tx,
  ctx: Ctx,
  kind: RunKind,
  conditions: Record<string, unknown>,
): Touches {
  let run: Promise<number> | undefined;
  const found: (Decision & { touch: Touch })[] = [];
  const runId = () => {
    run ??= startRun(tx, ctx, kind, conditions);
    return run;
  };
  return {
    runId,
    add: (touch, shipmentId, values, before) =>
      void found.push({
        touch,
        shipmentId,
        rule: touchRules[touch],
        values,
        ...(before && { before }),
      }),
    finish: async () => {
      if (!run && found.length === 0) return;
      const id = await runId();
      await recordDecisions(tx, ctx, id, found);
      const changing = found.filter((decision) => CHANGING.includes(decision.touch));
      const last = new Map(changing.map((decision) => [decision.shipmentId, decision]));
      await writeReasons(tx, ctx, id, [...last.values()]);
      await finishRun(tx, ctx, id, countsOf(found));
      if (found.some(({ touch }) => ENDING.includes(touch))) await releaseWaitingParts(tx, ctx);
    },
  };
}

function countsOf(found: readonly { touch: Touch }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { touch } of found) counts[touch] = (counts[touch] ?? 0) + 1;
  return counts;
}
