import type { LockedLine } from '../locks';

export type Wanted = { lineId: number; qty: number };

/** Units of a line that go into the new parcel, and how many of them are reserved. */
export type Move = { lineId: number; qty: number; allocatedQty: number };

type Line = Pick<LockedLine, 'id' | 'orderLineId' | 'qty' | 'allocatedQty'>;

export type SplitPlan = { moves: Move[] } | { refused: 'changed' | 'nothing' | 'all' };

/** What of a parcel goes into another one. Something ordered must go, and something must stay. */
export function planSplit(wanted: readonly Wanted[], lines: readonly Line[]): SplitPlan {
  const ordered = lines.filter((line) => line.orderLineId !== null && line.qty > 0);
  const byId = new Map(ordered.map((line) => [line.id, line]));
  const moves: Move[] = [];
  for (const { lineId, qty } of wanted.filter((one) => one.qty > 0)) {
    const line = byId.get(lineId);
    if (!line || qty > line.qty) return { refused: 'changed' };
    // As much as fits stays reserved where it is.
    const staying = Math.min(line.allocatedQty, line.qty - qty);
    moves.push({ lineId, qty, allocatedQty: line.allocatedQty - staying });
  }
  if (moves.length === 0) return { refused: 'nothing' };
  const total = (of: readonly { qty: number }[]) => of.reduce((sum, { qty }) => sum + qty, 0);
  return total(moves) === total(ordered) ? { refused: 'all' } : { moves };
}
