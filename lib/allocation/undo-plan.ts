import type { Split } from '@/lib/shipments/parcels/split';
import { type LineBefore, readBefore } from './before';
import { allocationRules } from './reasons';
import type { Item } from './shelves';

/** A decision of the run that is taken back. */
export type Noted = { shipmentId: number; rule: number; values: number[]; before: number[] };

/** What goes back together: a shipment's reserved units and the part that was split off it. */
export type Change = {
  shipmentId: number;
  lines: LineBefore[];
  split: Split | null;
};

/** The shipments that the run changed; those it only gave a reason are not among them. */
export function changesOf(noted: readonly Noted[]): Change[] {
  const splits = new Map(noted.filter(isRest).map((row) => [row.before[0], splitOf(row)]));
  return noted.flatMap((row) => {
    if (isRest(row)) return [];
    const { lines } = readBefore(row.before);
    const split = splits.get(row.shipmentId) ?? null;
    return lines.length > 0 || split ? [{ shipmentId: row.shipmentId, lines, split }] : [];
  });
}

export function idsOf({ shipmentId, split }: Change): number[] {
  return split ? [shipmentId, split.rest] : [shipmentId];
}

/** A line as it stands now. */
export type Standing = { shipmentId: number; allocatedQty: number; items: readonly Item[] };

export type Lack = { shipmentId: number; variantId: number; needed: number; available: number };

/**
 * Which changes can be taken back: first all that only give stock back, then by their number those
 * that take some, as far as nobody else has it by now.
 */
export function planUndo(
  changes: readonly Change[],
  standing: ReadonlyMap<number, Standing>,
  available: ReadonlyMap<number, number>,
): { restored: Change[]; lacks: Lack[] } {
  const left = new Map(available);
  const ordered = changes
    .map((change) => ({ change, taken: takenBy(change, standing) }))
    .sort(
      (a, b) => Number(takesAny(a.taken)) - Number(takesAny(b.taken)) || byId(a.change, b.change),
    );
  const restored: Change[] = [];
  const lacks: Lack[] = [];
  for (const { change, taken } of ordered) {
    const lack = lackOf(change, taken, left);
    if (lack) {
      lacks.push(lack);
      continue;
    }
    for (const [variantId, qty] of taken) left.set(variantId, (left.get(variantId) ?? 0) - qty);
    restored.push(change);
  }
  return { restored, lacks };
}

function isRest({ rule }: Noted): boolean {
  return rule === allocationRules.splitRest.number;
}

function splitOf({ shipmentId, before }: Noted): Split {
  const [served = 0, group = 0] = before;
  return { served, rest: shipmentId, groupBefore: group || null };
}

/** Units of each variant that putting the lines back takes from the shelf; less than nothing: gives. */
function takenBy(change: Change, standing: ReadonlyMap<number, Standing>): Map<number, number> {
  const taken = new Map<number, number>();
  for (const { lineId, before } of change.lines) {
    const line = standing.get(lineId);
    for (const { variantId, qty } of line?.items ?? []) {
      const units = before - (line?.allocatedQty ?? 0);
      taken.set(variantId, (taken.get(variantId) ?? 0) + units * qty);
    }
  }
  return taken;
}

function takesAny(taken: ReadonlyMap<number, number>): boolean {
  return [...taken.values()].some((qty) => qty > 0);
}

function lackOf(
  { shipmentId }: Change,
  taken: ReadonlyMap<number, number>,
  left: ReadonlyMap<number, number>,
): Lack | null {
  for (const [variantId, needed] of taken) {
    const available = left.get(variantId) ?? 0;
    if (needed > 0 && needed > available) return { shipmentId, variantId, needed, available };
  }
  return null;
}

const byId = (a: Change, b: Change) => a.shipmentId - b.shipmentId;
