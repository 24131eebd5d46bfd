import type { Candidate } from './parcel';

export type Scope = 'same_channel' | 'any_channel';

/** Where a shipment can meet those that are alike: under its names, at their places and postcodes. */
export type Spots = ReadonlyMap<Candidate, readonly string[]>;

export function spotsOf(candidates: readonly Candidate[], scope: Scope): Spots {
  return new Map(
    candidates.map((candidate) => {
      const within = scope === 'same_channel' ? candidate.channelId : '';
      const spots = candidate.profiles.flatMap(({ nameKey, placeKey, postcode }) =>
        nameKey === null
          ? []
          : [`${within} ${nameKey} ${placeKey}`, `${within} ${nameKey} ${postcode}`],
      );
      return [candidate, candidate.profiles.length > 1 ? [...new Set(spots)] : spots];
    }),
  );
}

/** What stands at the spots of a shipment, in the order it came there. */
export class Neighbours<Item> {
  private readonly itemsAt = new Map<string, Set<Item>>();

  constructor(private readonly spots: Spots) {}

  add(candidate: Candidate, item: Item): void {
    for (const spot of this.spots.get(candidate) ?? []) {
      const items = this.itemsAt.get(spot);
      if (items) items.add(item);
      else this.itemsAt.set(spot, new Set([item]));
    }
  }

  of(candidate: Candidate): Iterable<Item> {
    const found = (this.spots.get(candidate) ?? []).flatMap((spot) => this.itemsAt.get(spot) ?? []);
    const [first, ...others] = found;
    if (!first) return [];
    return others.length === 0 ? first : new Set(found.flatMap((items) => [...items]));
  }
}
