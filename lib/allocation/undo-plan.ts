import type { Item } from './plan';

/** A shipment to be put back, and the lines whose reserved units that changes. */
export type Return = {
  shipmentId: number;
  lines: readonly { now: number; before: number; items: readonly Item[] }[];
};

export type Refusal = { shipmentId: number; variantId: number; needed: number; available: number };

/**
 * Which shipments can be put back as they stood: first all that only give stock back, then by their
 * number those that take some, as long as nobody else has it.
 */
export function planUndo(
  returns: readonly Return[],
  available: ReadonlyMap<number, number>,
): { restored: number[]; refused: Refusal[] } {
  const left = new Map(available);
  const byTaking = returns
    .map((row) => ({ row, needed: neededOf(row) }))
    .sort((a, b) => Number(takes(a.needed)) - Number(takes(b.needed)) || byId(a.row, b.row));
  const restored: number[] = [];
  const refused: Refusal[] = [];
  for (const { row, needed } of byTaking) {
    const lacking = [...needed].find(([variantId, qty]) => qty > Math.max(0, left.get(variantId) ?? 0));
    if (lacking) {
      const [variantId, qty] = lacking;
      refused.push({ shipmentId: row.shipmentId, variantId, needed: qty, available: left.get(variantId) ?? 0 });
      continue;
    }
    for (const [variantId, qty] of needed) left.set(variantId, (left.get(variantId) ?? 0) - qty);
    restored.push(row.shipmentId);
  }
  return { restored, refused };
}

function neededOf({ lines }: Return): Map<number, number> {
  const needed = new Map<number, number>();
  for (const line of lines) {
    for (const { variantId, qty } of line.items) {
      needed.set(variantId, (needed.get(variantId) ?? 0) + (line.before - line.now) * qty);
    }
  }
  return needed;
}

function takes(needed: ReadonlyMap<number, number>): boolean {
  return [...needed.values()].some((qty) => qty > 0);
}

const byId = (a: Return, b: Return) => a.shipmentId - b.shipmentId;
