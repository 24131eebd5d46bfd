import { type Address, makeAddress, makeFlat, withoutUnit, writtenOtherwise } from './addresses';
import { landlineNumber, makePerson, mobileNumber, type Person } from './people';
import type { Random } from './random';

/** One order to be: who buys it for which address, where, and how long after the group's first. */
export interface Visit {
  readonly shopKey: string;
  readonly person: Person;
  readonly address: Address;
  readonly minutesLater: number;
  /** Of a counted day: nothing but who it is for may keep it out of another order's parcel. */
  readonly isComparable: boolean;
}

export interface VisitedShop {
  readonly key: string;
  /** Coupang refuses one waybill for two boxes whose receivers are written differently. */
  readonly comparesReceivers: boolean;
  /** How much of the custom it has; all the same where nobody says. */
  readonly share?: number | undefined;
}

type Habit = 'once' | 'thrice' | 'everywhere' | 'otherPhone' | 'missingUnit' | 'writtenOtherwise';

const HABITS: readonly (readonly [number, Habit])[] = [
  [74, 'once'],
  [6, 'thrice'],
  [7, 'everywhere'],
  [5, 'otherPhone'],
  [4, 'missingUnit'],
  [4, 'writtenOtherwise'],
];

/** A buyer who is written in two ways: near matches for the seller. */
const NEAR_HABITS: readonly Habit[] = ['otherPhone', 'missingUnit'];

const PLAIN_HABITS: readonly (readonly [number, Habit])[] = [
  [90, 'once'],
  [8, 'thrice'],
  [2, 'everywhere'],
];

/** Of a day whose near matches are counted: one more of them, or certainly none. */
export type Nearness = 'near' | 'plain';

/** The visits of one buyer on one morning. */
export function visitsOf(
  random: Random,
  shops: readonly VisitedShop[],
  nearness?: Nearness,
): Visit[] {
  const habit = habitOf(random, nearness);
  const isComparable = nearness !== undefined && habit !== 'once';
  const made = makePerson(random);
  const person = isComparable ? withLandline(random, made) : made;
  const address = nearness === 'near' ? makeFlat(random) : makeAddress(random);
  const shop = shopOf(random, nearness === 'near' ? lenientAmong(shops) : shops);
  const first: Visit = { shopKey: shop.key, person, address, minutesLater: 0, isComparable };
  const later = (visit: Partial<Visit>): Visit => ({
    ...first,
    minutesLater: random.integer(3, 90),
    ...visit,
  });
  switch (habit) {
    case 'once':
      return [first];
    case 'thrice':
      return [first, later({}), later({ minutesLater: random.integer(91, 180) })];
    case 'everywhere':
      return shops.map(({ key }, index) =>
        index === 0 ? { ...first, shopKey: key } : later({ shopKey: key }),
      );
    case 'otherPhone':
      return [first, later({ person: { ...person, mobile: mobileNumber(random), landline: '' } })];
    case 'missingUnit':
      return [
        first,
        later({ address: withoutUnit(address), shopKey: elsewhere(random, shop, shops) }),
      ];
    case 'writtenOtherwise':
      return [
        first,
        later({ address: writtenOtherwise(address), shopKey: elsewhere(random, shop, shops) }),
      ];
  }
}

/** Coupang tells the mobile of those alone who have a landline too. */
function withLandline(random: Random, person: Person): Person {
  return person.landline ? person : { ...person, landline: landlineNumber(random) };
}

function habitOf(random: Random, nearness: Nearness | undefined): Habit {
  if (nearness === 'near') return random.pick(NEAR_HABITS);
  return random.weighted(nearness === 'plain' ? PLAIN_HABITS : HABITS);
}

function shopOf(random: Random, shops: readonly VisitedShop[]): VisitedShop {
  if (shops.every(({ share }) => share === undefined)) return random.pick(shops);
  return random.weighted(shops.map((shop) => [shop.share ?? 1, shop]));
}

function elsewhere(random: Random, shop: VisitedShop, shops: readonly VisitedShop[]): string {
  const lenient = shops.filter(({ comparesReceivers }) => !comparesReceivers);
  return shop.comparesReceivers && lenient.length > 0 ? random.pick(lenient).key : shop.key;
}

/** Where a buyer who is written in two ways may get one parcel; all of them where none is. */
function lenientAmong(shops: readonly VisitedShop[]): readonly VisitedShop[] {
  const lenient = shops.filter(({ comparesReceivers }) => !comparesReceivers);
  return lenient.length > 0 ? lenient : shops;
}
