import type { Profile } from './likeness';
import type { Candidate } from './parcel';

export const scopes = ['same_channel', 'any_channel'] as const;

export type Scope = (typeof scopes)[number];

/** Where a shipment stands, and where it looks for those that are alike, the likeliest first. */
type Spots = { stands: readonly unknown[]; looks: readonly unknown[] };

export type SpotsOf = ReadonlyMap<Candidate, Spots>;

/** Up to so many of one name are all compared with each other; more only by what they have in common. */
const FEW = 24;

/**
 * Past the latest so many that stand where one looks nobody is compared: thousands of parcels to one
 * name at one address are a forwarder's, and who has the same phone is looked at first.
 */
const MOST_COMPARED = 50;

type Namesakes = { key: string; count: number; spots: Spots | null };

type Named = { profile: Profile; namesakes: Namesakes };

/** Only those of one name can be alike, and those at one address whose names are masked. */
export function spotsOf(candidates: readonly Candidate[], scope: Scope): SpotsOf {
  const known = new Map<number, Map<string, Namesakes>>();
  const named = candidates.map((candidate) => {
    const within = scope === 'same_channel' ? candidate.channelId : 0;
    const names = known.get(within) ?? new Map<string, Namesakes>();
    known.set(within, names);
    return namedOf(candidate, names, within);
  });
  const masked = maskedAddresses(candidates);
  return new Map(
    candidates.map((candidate, at) => {
      const spots = spotsOfNamed(named[at] ?? []);
      if (masked.size === 0) return [candidate, spots];
      const within = scope === 'same_channel' ? candidate.channelId : 0;
      return [candidate, together([spots, ...spotsByMask(candidate, masked, within)])];
    }),
  );
}

function maskedAddresses(candidates: readonly Candidate[]): ReadonlySet<string> {
  const profiles = candidates.flatMap((candidate) => candidate.profiles);
  const masked = profiles.filter(({ nameKey }) => nameKey === null);
  return new Set(masked.flatMap(({ addressKey }) => addressKey ?? []));
}

/** At one address a masked name is compared with all, and all with it. */
function spotsByMask(
  { profiles }: Candidate,
  masked: ReadonlySet<string>,
  within: number,
): Spots[] {
  return profiles.flatMap(({ nameKey, addressKey }) => {
    if (addressKey === null || !masked.has(addressKey)) return [];
    const [hidden, shown] = [`${within} masked at ${addressKey}`, `${within} at ${addressKey}`];
    return nameKey === null
      ? { stands: [hidden], looks: [hidden, shown] }
      : { stands: [shown], looks: [hidden] };
  });
}

/** Counts a candidate under each of its names. */
function namedOf({ profiles }: Candidate, names: Map<string, Namesakes>, within: number): Named[] {
  const named: Named[] = [];
  for (const profile of profiles) {
    const { nameKey } = profile;
    if (nameKey === null) continue;
    let namesakes = names.get(nameKey);
    if (!namesakes) {
      namesakes = { key: `${nameKey}${within}`, count: 0, spots: null };
      names.set(nameKey, namesakes);
    }
    namesakes.count++;
    named.push({ profile, namesakes });
  }
  return named;
}

function spotsOfNamed(named: readonly Named[]): Spots {
  const [first] = named;
  if (first && named.length === 1) return spotsAmong(first);
  return together(named.map(spotsAmong));
}

function together(spots: readonly Spots[]): Spots {
  return {
    stands: [...new Set(spots.flatMap(({ stands }) => stands))],
    looks: [...new Set(spots.flatMap(({ looks }) => looks))],
  };
}

function spotsAmong({ profile, namesakes }: Named): Spots {
  return namesakes.count <= FEW ? among(namesakes) : amongMany(namesakes, profile);
}

function among(namesakes: Namesakes): Spots {
  namesakes.spots ??= { stands: [namesakes], looks: [namesakes] };
  return namesakes.spots;
}

/** What `likenessOf` takes for alike: the address, the place whatever the 동·호, road and lot. */
function amongMany({ key }: Namesakes, profile: Profile): Spots {
  const { addressKey, placeKey, postcode, isRoadAddress } = profile;
  const phones = [...profile.mobiles, ...profile.landlines];
  const places = addressKey === null ? [] : [`${key} at ${addressKey}`];
  const reached = places.flatMap((place) =>
    phones.length === 0 ? `${place} by none` : phones.map((phone) => `${place} by ${phone}`),
  );
  const house = placeKey === null ? [] : `${key} in ${placeKey}`;
  const across = (isRoad: boolean) =>
    postcode === '' ? [] : phones.map((phone) => `${key} ${postcode} ${isRoad} by ${phone}`);
  return {
    stands: [...reached, ...places, house, across(isRoadAddress)].flat(),
    looks: [...reached, ...places, house, across(!isRoadAddress)].flat(),
  };
}

/** What stands at the spots of a shipment, in the order it came there. */
export class Neighbours<Item> {
  /** At each spot the latest of its items, each with the number of its arrival. */
  private readonly itemsAt = new Map<unknown, Map<Item, number>>();
  private arrivals = 0;

  constructor(private readonly spots: SpotsOf) {}

  add(candidate: Candidate, item: Item): void {
    const arrival = this.arrivals++;
    for (const spot of this.spots.get(candidate)?.stands ?? []) {
      const items = this.itemsAt.get(spot);
      if (!items) this.itemsAt.set(spot, new Map([[item, arrival]]));
      else if (!items.has(item)) {
        if (items.size === MOST_COMPARED) forgetFirst(items);
        items.set(item, arrival);
      }
    }
  }

  hasSome(candidate: Candidate): boolean {
    return this.foundBy(candidate).length > 0;
  }

  of(candidate: Candidate): Iterable<Item> {
    const [first, ...others] = this.foundBy(candidate);
    if (!first) return [];
    if (others.length === 0) return first.keys();
    const compared = new Map<Item, number>();
    for (const items of [first, ...others]) {
      for (const [item, arrival] of items)
        if (compared.size < MOST_COMPARED && !compared.has(item)) compared.set(item, arrival);
    }
    return [...compared].sort(([, one], [, other]) => one - other).map(([item]) => item);
  }

  private foundBy(candidate: Candidate): Map<Item, number>[] {
    const looks = this.spots.get(candidate)?.looks ?? [];
    return looks.flatMap((spot) => this.itemsAt.get(spot) ?? []);
  }
}

function forgetFirst<Item>(items: Map<Item, number>): void {
  for (const item of items.keys()) {
    items.delete(item);
    return;
  }
}
