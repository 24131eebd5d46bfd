/*
 * What the undo of a stock-take takes back. A variant gets the units back that its count took, or gives
 * back what it brought, unless it was counted again since or the units are reserved by now. Then every
 * parcel that gave its goods back has them again, in full, where nothing touched it and there is room.
 */

export type CountedChange = {
  variantId: number;
  /** By how much the count changed what is on hand. */
  qty: number;
  isCountedSince: boolean;
};

export type Released = {
  shipmentId: number;
  isUntouched: boolean;
  /** Units of each variant that it had reserved. */
  held: ReadonlyMap<number, number>;
};

export type Shelf = { onHand: number; allocated: number };

export type CountUndo = { variantIds: number[]; shipmentIds: number[] };

export function planCountUndo(
  changes: readonly CountedChange[],
  shelves: ReadonlyMap<number, Shelf>,
  released: readonly Released[],
): CountUndo {
  const free = new Map([...shelves].map(([id, shelf]) => [id, shelf.onHand - shelf.allocated]));
  const freeOf = (variantId: number) => free.get(variantId) ?? 0;
  const taken = changes.filter(
    ({ variantId, qty, isCountedSince }) => !isCountedSince && freeOf(variantId) >= qty,
  );
  for (const { variantId, qty } of taken) free.set(variantId, freeOf(variantId) - qty);
  const restored = released.filter(({ isUntouched, held }) => {
    const fits = isUntouched && [...held].every(([variantId, qty]) => freeOf(variantId) >= qty);
    if (fits) for (const [variantId, qty] of held) free.set(variantId, freeOf(variantId) - qty);
    return fits;
  });
  return {
    variantIds: taken.map((change) => change.variantId),
    shipmentIds: restored.map((row) => row.shipmentId),
  };
}
