import type { Candidate } from './parcel';

export type Scope = 'same_channel' | 'any_channel';

/** Finds what stands under the same name at the same place or postcode: all that can be alike. */
export class Neighbours<Item> {
  private readonly spots = new Map<string, Set<Item>>();

  constructor(private readonly scope: Scope) {}

  add(candidate: Candidate, item: Item): void {
    for (const spot of this.spotsOf(candidate)) {
      this.spots.set(spot, (this.spots.get(spot) ?? new Set()).add(item));
    }
  }

  *of(candidate: Candidate): Generator<Item> {
    const seen = new Set<Item>();
    for (const spot of this.spotsOf(candidate)) {
      for (const item of this.spots.get(spot) ?? []) {
        if (!seen.has(item)) yield item;
        seen.add(item);
      }
    }
  }

  private spotsOf(candidate: Candidate): Set<string> {
    const within = this.scope === 'same_channel' ? candidate.channelId : '';
    const spots = candidate.profiles.flatMap(({ nameKey, placeKey, postcode }) =>
      nameKey === null ? [] : [`${nameKey} ${placeKey}`, `${nameKey} ${postcode}`],
    );
    return new Set(spots.map((spot) => `${within} ${spot}`));
  }
}
