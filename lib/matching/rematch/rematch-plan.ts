import { grouped } from '@/lib/grouped';
import { isCommitted, isOpen, type Stage } from '@/lib/shipments/stages';
import type { AffectedLine } from './affected';

type Parcel = { id: number; stage: Stage; requestedExportId: number | null };

export type RematchPlan = {
  /** Waited until now. */
  matched: AffectedLine[];
  /** Mean something else from now on. */
  changed: AffectedLine[];
  /** Would mean something else, but have a waybill or are with the courier's program: by shipment. */
  held: Map<number, AffectedLine[]>;
  /** Nothing of them is to be sent: whatever they mean, no parcel changes. */
  cancelled: AffectedLine[];
  givenBackQty: number;
};

/** What becomes of the lines that a decision reaches; one that has left meanwhile stays as it is. */
export function planRematch(
  affected: readonly AffectedLine[],
  parcels: ReadonlyMap<number, Parcel>,
): RematchPlan {
  const plan: Omit<RematchPlan, 'held'> = {
    matched: [],
    changed: [],
    cancelled: [],
    givenBackQty: 0,
  };
  const held: AffectedLine[] = [];
  for (const line of affected) {
    const parcel = parcels.get(line.shipmentId);
    if (!parcel || !isOpen(parcel)) continue;
    if (line.qty === 0) plan.cancelled.push(line);
    else if (line.before === null) plan.matched.push(line);
    else if (isCommitted(parcel)) held.push(line);
    else {
      plan.changed.push(line);
      plan.givenBackQty += line.allocatedQty;
    }
  }
  return { ...plan, held: grouped(held, (line) => line.shipmentId) };
}

/** A line as it stood, for the undo. */
export type LineBefore = {
  lineId: number;
  compositionId: number | null;
  rule: number | null;
  allocatedQty: number;
  oddities: number[] | null;
};

/** One after the other: [line, composition, rule, reserved units, how many numbers of oddities, …]. */
export function writeBefore(lines: readonly LineBefore[]): number[] {
  return lines.flatMap(({ lineId, compositionId, rule, allocatedQty, oddities }) => [
    ...[lineId, compositionId ?? 0, rule ?? 0, allocatedQty],
    ...(oddities === null ? [-1] : [oddities.length, ...oddities]),
  ]);
}

export function readBefore(numbers: readonly number[]): LineBefore[] {
  const lines: LineBefore[] = [];
  for (let at = 0; at < numbers.length; ) {
    const [lineId = 0, compositionId = 0, rule = 0, allocatedQty = 0, count = -1] = numbers.slice(
      at,
      at + 5,
    );
    const length = Math.max(count, 0);
    const oddities = count < 0 ? null : numbers.slice(at + 5, at + 5 + length);
    lines.push({
      ...{ lineId, compositionId: compositionId || null, rule: rule || null },
      ...{ allocatedQty, oddities },
    });
    at += 5 + length;
  }
  return lines;
}
