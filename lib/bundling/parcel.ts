import type { HoldKind, Stage } from '@/lib/shipments/stages';
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
  units: ReadonlyMap<number, number>;
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
};

/** Shipments that may travel together, with what the next one is compared to. */
export type Parcel = {
  members: Candidate[];
  profiles: Map<string, Profile>;
  units: Map<number, number>;
};

export type Fit =
  | { kind: 'joins' | 'near' | 'apart'; reason: Reason }
  /** Another recipient: nothing to say. */
  | { kind: 'stranger' };

export const pairOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);

export function parcelOf(base: Candidate): Parcel {
  const parcel: Parcel = { members: [], profiles: new Map(), units: new Map() };
  addTo(parcel, base);
  return parcel;
}

export function addTo(parcel: Parcel, candidate: Candidate): void {
  parcel.members.push(candidate);
  for (const profile of candidate.profiles) parcel.profiles.set(profile.fingerprint, profile);
  for (const [variantId, units] of candidate.units) {
    parcel.units.set(variantId, (parcel.units.get(variantId) ?? 0) + units);
  }
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
  allocated: 'allocated',
  invoiced: 'invoiced',
};

function compareRecipients(parcel: Parcel, candidate: Candidate, rules: Rules): Fit {
  const partner = baseOf(parcel).id;
  let fit: Fit | null = null;
  let strangers = 0;
  for (const ours of parcel.profiles.values()) {
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
  const answer = rules.answers.get(pairOf(ours.fingerprint, theirs.fingerprint));
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

function conflictOf(parcel: Parcel, candidate: Candidate, rules: Rules): Reason | null {
  const base = baseOf(parcel);
  const { freightTerm, temperatures } = candidate;
  for (const member of parcel.members) {
    const group = member.splitGroups.find((id) => candidate.splitGroups.includes(id));
    if (group !== undefined) return { rule: 'splitParts', values: [member.id, group] };
  }
  if (freightTerm !== base.freightTerm) {
    return { rule: 'freightTerm', values: [base.id, freightTerm, base.freightTerm] };
  }
  const other = parcel.members.find((member) => member.temperatures !== 0);
  if (other && temperatures !== 0 && other.temperatures !== temperatures) {
    return { rule: 'temperature', values: [other.id, temperatures, other.temperatures] };
  }
  return goodsConflictOf(parcel, candidate, rules);
}

function goodsConflictOf(parcel: Parcel, candidate: Candidate, rules: Rules): Reason | null {
  if (rules.goods.size === 0) return null;
  const partner = baseOf(parcel).id;
  const variantIds = new Set([...parcel.units.keys(), ...candidate.units.keys()]);
  for (const variantId of variantIds) {
    const rule = rules.goods.get(variantId);
    if (rule?.bundling === 'same_only' && variantIds.size > 1) {
      return { rule: 'goodsOnlyThemselves', values: [partner, variantId] };
    }
    const units = (parcel.units.get(variantId) ?? 0) + (candidate.units.get(variantId) ?? 0);
    if (rule?.maxPerParcel && units > rule.maxPerParcel) {
      return { rule: 'parcelMaximum', values: [partner, variantId, units, rule.maxPerParcel] };
    }
  }
  return null;
}
