import type { HoldKind, Stage } from '@/lib/shipments/stages';
import { fingerprintOf } from './fingerprint';
import { likenessOf, type Profile } from './likeness';
import { type BundleRule, bundleRules, holdCode, type Reason } from './reasons';

export type Candidate = {
  id: number;
  channelId: number;
  orderedAtMs: number;
  /** Its own recipient first; a bundle has those of all its members. */
  profiles: Profile[];
  isBundle: boolean;
  stage: Stage;
  holdKinds: HoldKind[];
  requestedExportId: number | null;
  isUnacknowledged: boolean;
  isBundleLocked: boolean;
  isMarketShipped: boolean;
  isDomestic: boolean;
  /** As `freightTermCodes`. */
  freightTerm: number;
  /** As `temperatureBits`; 0 where no goods are needed. */
  temperatures: number;
  /** From where it is sent: 0 from our own shelves, else by this supplier; both: MIXED_SENDERS. */
  sender: number;
  units: ReadonlyMap<number, number>;
  /** Goods that it wants and has not reserved, by variant; read only beside allocated shipments. */
  needs: ReadonlyMap<number, number>;
  splitGroups: number[];
};

export type GoodsRule = { bundling: 'normal' | 'alone' | 'same_only'; maxPerParcel: number | null };

export type Answer = { id: number; isTogether: boolean };

export type Rules = {
  /** Of the variants that are not simply `normal`. */
  goods: ReadonlyMap<number, GoodsRule>;
  /** What persons said of two recipients, by `pairOf`. */
  answers: ReadonlyMap<string, Answer>;
  virtualPhonesSuffice: boolean;
  /** Stock that nobody has reserved, by variant. A plan takes from it. */
  freeQty: Map<number, number>;
};

/** Shipments that may travel together, with what the next one is compared to. */
export type Parcel = {
  members: Candidate[];
  /** Of those that are alike in all that is compared, one. */
  profiles: readonly Profile[];
  units: ReadonlyMap<number, number>;
  /** Which member is the part of a split. */
  splitGroups: ReadonlyMap<number, number>;
  /** All that is in it is reserved, and stays so. */
  isReserved: boolean;
  needs: ReadonlyMap<number, number>;
};

export type Fit =
  | { kind: 'joins' | 'near' | 'apart'; reason: Reason }
  /** Another recipient: nothing to say. */
  | { kind: 'stranger' };

export const pairOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);

export const MIXED_SENDERS = -1;

const NOTHING: ReadonlyMap<number, number> = new Map();
const NO_SPLITS: ReadonlyMap<number, number> = new Map();

export function parcelOf(base: Candidate): Parcel {
  const parcel: Parcel = {
    members: [],
    profiles: [],
    units: NOTHING,
    splitGroups: NO_SPLITS,
    isReserved: base.stage === 'allocated',
    needs: NOTHING,
  };
  addTo(parcel, base);
  return parcel;
}

export function addTo(parcel: Parcel, candidate: Candidate): void {
  parcel.members.push(candidate);
  parcel.profiles = withOthers(parcel.profiles, candidate.profiles);
  parcel.units = sumOf(parcel.units, candidate.units);
  if (candidate.splitGroups.length > 0) {
    const joining = candidate.splitGroups.map((group) => [group, candidate.id] as const);
    parcel.splitGroups = new Map([...joining, ...parcel.splitGroups]);
  }
  parcel.isReserved ||= candidate.stage === 'allocated';
  parcel.needs = parcel.isReserved ? NOTHING : sumOf(parcel.needs, candidate.needs);
}

export const baseOf = (parcel: Parcel): Candidate => {
  const [base] = parcel.members;
  if (!base) throw new Error('A parcel without a base');
  return base;
};

/** Whether a shipment may join: with every member of the parcel, not only with its base. */
export function fitOf(parcel: Parcel, candidate: Candidate, rules: Rules): Fit {
  const recipients = compareRecipients(parcel, candidate, rules);
  if (recipients.kind === 'stranger' || recipients.kind === 'apart') return recipients;
  const conflict = conflictOf(parcel, candidate, rules);
  return conflict ? { kind: 'apart', reason: conflict } : recipients;
}

/** What keeps a shipment out of every bundle; its values without the partner. */
export function barOf(candidate: Candidate, rules: Rules): Reason | null {
  const [hold] = candidate.holdKinds;
  if (candidate.isMarketShipped) return { rule: 'marketShipped', values: [] };
  if (!candidate.isDomestic) return { rule: 'overseas', values: [] };
  if (hold) return { rule: 'held', values: [holdCode(hold)] };
  if (candidate.isUnacknowledged) return { rule: 'unacknowledged', values: [] };
  if (candidate.requestedExportId) {
    return { rule: 'requested', values: [candidate.requestedExportId] };
  }
  if (candidate.isBundleLocked) return { rule: 'locked', values: [] };
  const stage = stageBars[candidate.stage];
  if (stage) return { rule: stage, values: [] };
  const alone = [...candidate.units.keys()].find((id) => rules.goods.get(id)?.bundling === 'alone');
  return alone === undefined ? null : { rule: 'goodsAlone', values: [alone] };
}

/** Why one stays apart whose partner is kept out. */
export function partnerLeftOut(partner: Candidate, bar: Reason): Reason {
  const [detail = 0] = bar.values;
  return { rule: 'partnerLeftOut', values: [partner.id, bundleRules[bar.rule].number, detail] };
}

const stageBars: Partial<Record<Stage, BundleRule>> = {
  unmatched: 'unmatched',
  invoiced: 'invoiced',
};

function compareRecipients(parcel: Parcel, candidate: Candidate, rules: Rules): Fit {
  const partner = baseOf(parcel).id;
  let fit: Fit | null = null;
  let strangers = 0;
  for (const ours of parcel.profiles) {
    for (const theirs of candidate.profiles) {
      const pair = comparePair(ours, theirs, partner, rules);
      if (pair.kind === 'apart') return pair;
      if (pair.kind === 'stranger') strangers++;
      else if (!fit || weight(pair) > weight(fit)) fit = pair;
    }
  }
  if (!fit) return { kind: 'stranger' };
  return strangers > 0
    ? { kind: 'apart', reason: { rule: 'otherThanMember', values: [partner] } }
    : fit;
}

/** The pair that needs a person speaks for the others, then the one that a person answered. */
function weight(fit: Fit): number {
  if (fit.kind === 'near') return 2;
  return fit.kind === 'joins' && fit.reason.rule === 'joinedByAnswer' ? 1 : 0;
}

function comparePair(ours: Profile, theirs: Profile, partner: number, rules: Rules): Fit {
  const likeness = likenessOf(ours, theirs, rules.virtualPhonesSuffice);
  if (likeness.kind === 'other') return { kind: 'stranger' };
  const answer = answerFor(ours, theirs, rules);
  if (answer && !answer.isTogether) {
    return { kind: 'apart', reason: { rule: 'answeredApart', values: [partner, answer.id] } };
  }
  const { equalPhones, differentPhones } = likeness;
  if (likeness.kind === 'same') {
    const reason: Reason = likeness.byVirtualPhone
      ? { rule: 'joinedByVirtualPhone', values: [partner] }
      : { rule: 'joined', values: [partner, equalPhones] };
    return { kind: 'joins', reason };
  }
  if (answer)
    return { kind: 'joins', reason: { rule: 'joinedByAnswer', values: [partner, answer.id] } };
  return {
    kind: 'near',
    reason: { rule: likeness.reason, values: [partner, equalPhones, differentPhones] },
  };
}

function answerFor(ours: Profile, theirs: Profile, { answers }: Rules): Answer | undefined {
  if (answers.size === 0) return undefined;
  return answers.get(pairOf(fingerprintOf(ours), fingerprintOf(theirs)));
}

function conflictOf(parcel: Parcel, candidate: Candidate, rules: Rules): Reason | null {
  const base = baseOf(parcel);
  const { freightTerm, temperatures } = candidate;
  for (const group of candidate.splitGroups) {
    const member = parcel.splitGroups.get(group);
    if (member !== undefined) return { rule: 'splitParts', values: [member, group] };
  }
  if (freightTerm !== base.freightTerm) {
    return { rule: 'freightTerm', values: [base.id, freightTerm, base.freightTerm] };
  }
  const other = parcel.members.find((member) => member.temperatures !== 0);
  if (other && temperatures !== 0 && other.temperatures !== temperatures) {
    return { rule: 'temperature', values: [other.id, temperatures, other.temperatures] };
  }
  if (candidate.sender !== base.sender) {
    return { rule: 'otherSender', values: [base.id, candidate.sender, base.sender] };
  }
  return goodsConflictOf(parcel, candidate, rules) ?? stockConflictOf(parcel, candidate, rules);
}

function goodsConflictOf(parcel: Parcel, candidate: Candidate, rules: Rules): Reason | null {
  if (rules.goods.size === 0) return null;
  const added = [...candidate.units.keys()].filter((variantId) => !parcel.units.has(variantId));
  const isMixed = parcel.units.size + added.length > 1;
  for (const variantId of [...parcel.units.keys(), ...added]) {
    const rule = rules.goods.get(variantId);
    if (!rule) continue;
    const partner = baseOf(parcel).id;
    if (rule.bundling === 'same_only' && isMixed) {
      return { rule: 'goodsOnlyThemselves', values: [partner, variantId] };
    }
    const units = (parcel.units.get(variantId) ?? 0) + (candidate.units.get(variantId) ?? 0);
    if (rule.maxPerParcel && units > rule.maxPerParcel) {
      return { rule: 'parcelMaximum', values: [partner, variantId, units, rule.maxPerParcel] };
    }
  }
  return null;
}

/** What an allocated parcel takes in has to be reserved with it, else it could not leave any more. */
function stockConflictOf(parcel: Parcel, candidate: Candidate, rules: Rules): Reason | null {
  for (const [variantId, needed] of missingOf(parcel, candidate)) {
    const available = rules.freeQty.get(variantId) ?? 0;
    if (needed > available)
      return { rule: 'notReservable', values: [baseOf(parcel).id, variantId, needed, available] };
  }
  return null;
}

/** What has to be reserved so that both may travel together. */
function missingOf(parcel: Parcel, candidate: Candidate): ReadonlyMap<number, number> {
  const isReserved = candidate.stage === 'allocated';
  if (parcel.isReserved === isReserved) return NOTHING;
  return isReserved ? parcel.needs : candidate.needs;
}

export type Reservation = { shipmentIds: number[]; units: number };

/** Takes what joining needs from the free stock, and says for whom. */
export function reserveFor(parcel: Parcel, candidate: Candidate, rules: Rules): Reservation | null {
  const isReserved = candidate.stage === 'allocated';
  if (parcel.isReserved === isReserved) return null;
  const missing = missingOf(parcel, candidate);
  let units = 0;
  for (const [variantId, needed] of missing) {
    rules.freeQty.set(variantId, (rules.freeQty.get(variantId) ?? 0) - needed);
    units += needed;
  }
  const waiting = isReserved ? parcel.members : [candidate];
  return { shipmentIds: waiting.map((member) => member.id), units };
}

/** Most parcels hold one shipment, and share its map. */
function sumOf(
  sum: ReadonlyMap<number, number>,
  added: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  if (sum.size === 0) return added;
  const grows = [...added].some(([variantId, qty]) => qty > 0 || !sum.has(variantId));
  if (!grows) return sum;
  const total = new Map(sum);
  for (const [variantId, qty] of added) total.set(variantId, (total.get(variantId) ?? 0) + qty);
  return total;
}

/** Where nothing is compared that is not known, the list stays as it is. */
function withOthers(known: readonly Profile[], added: readonly Profile[]): readonly Profile[] {
  if (known.length === 0 && added.length === 1) return added;
  const all = [...known];
  for (const profile of added) if (!all.some((other) => isAlike(other, profile))) all.push(profile);
  return all.length === known.length ? known : all;
}

function isAlike(one: Profile, other: Profile): boolean {
  return (
    one.nameKey === other.nameKey &&
    (one.nameKey !== null || one.name === other.name) &&
    one.addressKey === other.addressKey &&
    one.postcode === other.postcode &&
    one.hasVirtualPhone === other.hasVirtualPhone &&
    areEqual(one.mobiles, other.mobiles) &&
    areEqual(one.landlines, other.landlines)
  );
}

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
