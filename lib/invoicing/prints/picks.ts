type PickedItem = {
  variantId: number;
  variantCode: string;
  barcode: string;
  location: string;
  name: string;
  option: string;
  quantity: number;
};

export type Pick = {
  location: string;
  variantCode: string;
  barcode: string;
  name: string;
  option: string;
  quantity: number;
  shipmentCount: number;
};

/** The goods of many parcels put together, one row a variant, in the order one walks the shelves. */
export function picks(parcels: readonly { items: readonly PickedItem[] }[]): Pick[] {
  const byVariant = new Map<number, Pick>();
  for (const item of parcels.flatMap((parcel) => parcel.items)) {
    const pick = byVariant.get(item.variantId);
    if (pick) {
      pick.quantity += item.quantity;
      pick.shipmentCount++;
      continue;
    }
    const { variantId, ...shown } = item;
    byVariant.set(variantId, { ...shown, shipmentCount: 1 });
  }
  return [...byVariant.values()].sort(comparePlaces);
}

export type PickedPlace = { location: string; variantCode: string };

/** In the order one walks the shelves; what has no place comes last. */
export function comparePlaces(a: PickedPlace, b: PickedPlace): number {
  return compare(a.location, b.location) || compare(a.variantCode, b.variantCode);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a.localeCompare(b, 'ko', { numeric: true });
}
