/*
 * What a stock-take takes from whom. Where fewer units were counted than are reserved, parcels give
 * back what they hold until the rest fits: first those without a number, the last in line before the
 * others; then those with one, which are held as well. A parcel gives back everything, for all goods.
 */

export type Counted = { variantId: number; targetQty: number; allocated: number };

export type Holder = {
  shipmentId: number;
  /** The lesser is served before; see the mall's priority. */
  rank: readonly number[];
  /** Has its number, or is with the courier's program. */
  isInvoiced: boolean;
  /** Units of each variant that it holds. */
  held: ReadonlyMap<number, number>;
};

export type Release = {
  shipmentId: number;
  isInvoiced: boolean;
  /** The goods for whose sake it gives back, and how many of them were missing. */
  missing: { variantId: number; qty: number }[];
};

export function planReleases(counted: readonly Counted[], holders: readonly Holder[]): Release[] {
  const excess = new Map(
    counted.map(({ variantId, targetQty, allocated }) => [variantId, allocated - targetQty]),
  );
  const releases: Release[] = [];
  for (const { shipmentId, isInvoiced, held } of holders.toSorted(lastServedFirst)) {
    const missing = [...held]
      .map(([variantId, qty]) => ({ variantId, qty: Math.min(qty, excess.get(variantId) ?? 0) }))
      .filter(({ qty }) => qty > 0);
    if (missing.length === 0) continue;
    for (const [variantId, qty] of held) excess.set(variantId, (excess.get(variantId) ?? 0) - qty);
    releases.push({ shipmentId, isInvoiced, missing });
  }
  return releases;
}

/** Whether these parcels hold all that has to be given back. */
export function isCovered(counted: readonly Counted[], holders: readonly Holder[]): boolean {
  return counted.every(({ variantId, targetQty, allocated }) => {
    const held = holders.reduce((sum, holder) => sum + (holder.held.get(variantId) ?? 0), 0);
    return held >= allocated - targetQty;
  });
}

function lastServedFirst(one: Holder, other: Holder): number {
  if (one.isInvoiced !== other.isInvoiced) return one.isInvoiced ? 1 : -1;
  for (const [index, rank] of one.rank.entries()) {
    const difference = (other.rank[index] ?? 0) - rank;
    if (difference !== 0) return difference;
  }
  return other.shipmentId - one.shipmentId;
}
