import { comparePlaces, type PickedPlace } from './picks';

/**
 * Parcels as one walks the shelves: by their first goods, then the next; those of the same goods lie
 * together. What is equal keeps the order it came in.
 */
export function inPickingOrder<Parcel>(
  parcels: readonly Parcel[],
  itemsOf: (parcel: Parcel) => readonly PickedPlace[],
): Parcel[] {
  const walked = parcels.map((parcel) => ({
    parcel,
    places: [...itemsOf(parcel)].sort(comparePlaces),
  }));
  return walked.sort((a, b) => compareWalks(a.places, b.places)).map(({ parcel }) => parcel);
}

function compareWalks(a: readonly PickedPlace[], b: readonly PickedPlace[]): number {
  for (const [index, place] of a.entries()) {
    const other = b[index];
    if (!other) return 1;
    const compared = comparePlaces(place, other);
    if (compared !== 0) return compared;
  }
  return a.length - b.length;
}
