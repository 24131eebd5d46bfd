import { type HoldKind, holdKinds } from '@/lib/shipments/stages';

/** Why a shipment is in its bundle, waits for a person, or was left out; and what each compared. */
export const bundleRules = {
  base: { number: 200, values: ['members'] },
  joined: { number: 201, values: ['partner', 'equalPhones', 'reserved'] },
  joinedByAnswer: { number: 202, values: ['partner', 'answer', 'reserved'] },
  joinedByVirtualPhone: { number: 203, values: ['partner', 'reserved'] },
  takenApart: { number: 204, values: ['partner'] },
  reserved: { number: 205, values: ['reserved'] },
  gaveAway: { number: 206, values: ['released'] },
  joinedAgain: { number: 207, values: ['partner'] },
  phoneDiffers: { number: 210, values: ['partner', 'equalPhones', 'differentPhones'] },
  noComparablePhone: { number: 211, values: ['partner', 'equalPhones', 'differentPhones'] },
  roadAndLot: { number: 212, values: ['partner', 'equalPhones', 'differentPhones'] },
  unitMissing: { number: 213, values: ['partner', 'equalPhones', 'differentPhones'] },
  nameMasked: { number: 214, values: ['partner', 'equalPhones', 'differentPhones'] },
  held: { number: 220, values: ['partner', 'hold'] },
  unacknowledged: { number: 221, values: ['partner'] },
  requested: { number: 222, values: ['partner', 'export'] },
  locked: { number: 223, values: ['partner'] },
  marketShipped: { number: 224, values: ['partner'] },
  overseas: { number: 225, values: ['partner'] },
  unmatched: { number: 226, values: ['partner'] },
  invoiced: { number: 228, values: ['partner'] },
  goodsAlone: { number: 229, values: ['partner', 'variant'] },
  partnerLeftOut: { number: 230, values: ['partner', 'rule', 'detail'] },
  splitParts: { number: 240, values: ['partner', 'splitGroup'] },
  freightTerm: { number: 241, values: ['partner', 'ours', 'theirs'] },
  temperature: { number: 242, values: ['partner', 'ours', 'theirs'] },
  goodsOnlyThemselves: { number: 243, values: ['partner', 'variant'] },
  parcelMaximum: { number: 244, values: ['partner', 'variant', 'units', 'maximum'] },
  answeredApart: { number: 245, values: ['partner', 'answer'] },
  otherThanMember: { number: 246, values: ['partner'] },
  otherSender: { number: 248, values: ['partner', 'ours', 'theirs'] },
  notReservable: { number: 247, values: ['partner', 'variant', 'needed', 'available'] },
} as const satisfies Record<string, { number: number; values: readonly string[] }>;

export type BundleRule = keyof typeof bundleRules;

export type Reason = { rule: BundleRule; values: number[] };

/** Rules that put a shipment into a bundle: what an undo takes back. */
export const joiningRules = (
  ['base', 'joined', 'joinedByAnswer', 'joinedByVirtualPhone'] as const
).map((rule) => bundleRules[rule].number);

export const bundleRuleNumbers = { first: 200, last: 299 } as const;

export const freightTermCodes = { prepaid: 1, collect: 2 } as const;

export type FreightTerm = keyof typeof freightTermCodes;

/** A parcel may hold several: the bits are added. */
export const temperatureBits = { ambient: 1, chilled: 2, frozen: 4 } as const;

export type Temperature = keyof typeof temperatureBits;

export const holdCode = (hold: HoldKind): number => holdKinds.indexOf(hold) + 1;

export const holdOf = (code: number): HoldKind | null => holdKinds[code - 1] ?? null;

const ruleByNumber = new Map<number, BundleRule>(
  Object.entries(bundleRules).map(([rule, { number }]) => [number, rule as BundleRule]),
);

export const bundleRuleOf = (number: number | null): BundleRule | null =>
  number === null ? null : (ruleByNumber.get(number) ?? null);

export type StoredReason = { rule: BundleRule; values: Record<string, number> };

/** A stored reason with its values by name; null where another stage decided last. */
export function bundleReason(
  number: number | null,
  values: readonly number[] | null,
): StoredReason | null {
  const rule = bundleRuleOf(number);
  if (!rule) return null;
  const named = bundleRules[rule].values.map((name, at) => [name, values?.[at] ?? 0] as const);
  return { rule, values: Object.fromEntries(named) };
}

/** What keeps out the partner of one that stays apart only because of it. */
export function partnersReason({ rule, values }: StoredReason): StoredReason | null {
  const partners = rule === 'partnerLeftOut' ? bundleRuleOf(values.rule ?? null) : null;
  if (!partners) return null;
  const [, detail] = bundleRules[partners].values;
  return { rule: partners, values: detail ? { [detail]: values.detail ?? 0 } : {} };
}
