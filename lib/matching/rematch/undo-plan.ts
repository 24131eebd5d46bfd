import { grouped } from '@/lib/grouped';
import type { CompositionItem } from '@/lib/shipments/fingerprint';
import type { MatchChange, MatchKey } from '../remembered';
import type { LineBefore } from './rematch-plan';

/** A line that the run gave a meaning, where it stands now. */
export type RunLine = MatchKey & { lineId: number; shipmentId: number };

export type UndoPlan = {
  /** Matches that are put back. */
  matchIds: number[];
  /** Lines whose meaning is put back. */
  lineIds: number[];
  keptShipments: number[];
};

const nameOf = ({ channelId, productKey, optionKey }: MatchKey) =>
  JSON.stringify([channelId, productKey, optionKey]);

/**
 * A match goes back with all of its lines or not at all: where something touched one of them since,
 * or decided on the key again, the match and its lines stay. Lines without one go by themselves.
 */
export function planUndo(
  changes: readonly MatchChange[],
  lines: readonly RunLine[],
  untouched: ReadonlySet<number>,
): UndoPlan {
  const changed = new Map(changes.map((change) => [nameOf(change), change]));
  const linesOf = grouped(lines, nameOf);
  const stays = new Set(
    [...changed].flatMap(([name, change]) => {
      const isWhole = (linesOf.get(name) ?? []).every((line) => untouched.has(line.shipmentId));
      return change.isLast && isWhole ? [] : name;
    }),
  );
  const undone = lines.filter((line) => untouched.has(line.shipmentId) && !stays.has(nameOf(line)));
  const undoneIds = new Set(undone.map((line) => line.lineId));
  const kept = lines.filter((line) => !undoneIds.has(line.lineId));
  return {
    matchIds: changes.filter((change) => !stays.has(nameOf(change))).map(({ matchId }) => matchId),
    lineIds: undone.map((line) => line.lineId),
    keptShipments: [...new Set(kept.map((line) => line.shipmentId))],
  };
}

/** Of lines that go back to what they meant, those that get their stock again: while it lasts. */
export function planReserve(
  lines: readonly LineBefore[],
  itemsOf: ReadonlyMap<number, readonly CompositionItem[]>,
  available: ReadonlyMap<number, number>,
): { lineId: number; allocatedQty: number }[] {
  const left = new Map(available);
  return lines.flatMap(({ lineId, compositionId, allocatedQty }) => {
    const items = itemsOf.get(compositionId ?? 0) ?? [];
    const fits = items.every(({ variantId, qty }) => {
      return (left.get(variantId) ?? 0) >= qty * allocatedQty;
    });
    if (allocatedQty === 0 || !fits) return [];
    for (const { variantId, qty } of items)
      left.set(variantId, (left.get(variantId) ?? 0) - qty * allocatedQty);
    return { lineId, allocatedQty };
  });
}
