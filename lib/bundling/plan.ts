import { Neighbours, type Scope, type SpotsOf, spotsOf } from './neighbours';
import {
  addTo,
  barOf,
  baseOf,
  type Candidate,
  fitOf,
  type Parcel,
  parcelOf,
  partnerLeftOut,
  type Reservation,
  type Rules,
  reserveFor,
} from './parcel';
import type { Reason } from './reasons';

export type Decided = { id: number; reason: Reason };

/** `reserves`: whose goods are reserved with it, as the parcel they join or that joins them is allocated. */
export type Group = { base: number; members: Decided[]; reserves?: number[] };

export type Plan = {
  /** To be bundled now. */
  bundles: Group[];
  /** Near matches: a person says which belong together. */
  reviews: Group[];
  /** Shipments that have a partner and stay apart, and why. */
  leftOut: Decided[];
};

type Filled = {
  parcel: Parcel;
  joined: Decided[];
  reserves: number[];
  conflict: Reason | null;
  /** It has been compared with another one that is no stranger: only then it can be near one. */
  isMet: boolean;
};

/** So many parcels a person can look at in one question; more are asked in several. */
const MOST_ASKED = 100;

/**
 * Sorts shipments into parcels, the earliest order first; each joins the first parcel whose members
 * all are its equals. Parcels that are only near each other wait for a person. The order of the input
 * does not matter, and planning again what was bundled changes nothing.
 */
export function planBundles(candidates: readonly Candidate[], given: Rules, scope: Scope): Plan {
  const rules = { ...given, freeQty: new Map(given.freeQty) };
  const sorted = [...candidates].sort(byAge);
  const spots = spotsOf(sorted, scope);
  const barred = new Map<Candidate, Reason>();
  for (const candidate of sorted) {
    const bar = barOf(candidate, rules);
    if (bar) barred.set(candidate, bar);
  }
  const free = sorted.filter((candidate) => !barred.has(candidate));
  const filled = fillParcels(free, rules, spots);
  const met = filled.filter(({ isMet }) => isMet);
  const reviews = gatherNear(met, rules, spots);
  const apart = filled.filter(({ joined }) => joined.length === 0).filter(isNotIn(reviews));
  return {
    bundles: filled.filter(({ joined }) => joined.length > 0).map(groupOf),
    reviews: reviews.map((group) => reviewOf(group, rules)),
    leftOut: [
      ...barredWithPartner(sorted, barred, rules, spots),
      ...apartWithPartner(apart, barred, rules, spots),
    ],
  };
}

/** A bundle keeps its number when a later order joins it, and so does what is allocated. */
function byAge(a: Candidate, b: Candidate): number {
  return (
    Number(b.isBundle) - Number(a.isBundle) ||
    Number(b.stage === 'allocated') - Number(a.stage === 'allocated') ||
    a.orderedAtMs - b.orderedAtMs ||
    a.id - b.id
  );
}

function fillParcels(free: Candidate[], rules: Rules, spots: SpotsOf): Filled[] {
  const filled: Filled[] = [];
  const neighbours = new Neighbours<Filled>(spots);
  for (const candidate of free) {
    const found = findHome(neighbours.of(candidate), candidate, rules);
    const { home, reason } = found;
    if (home) {
      home.joined.push(joinedBy(home, candidate, reason, rules));
      neighbours.add(candidate, home);
    } else {
      const { conflict, isMet } = found;
      const own = { parcel: parcelOf(candidate), joined: [], reserves: [], conflict, isMet };
      filled.push(own);
      neighbours.add(candidate, own);
    }
  }
  return filled;
}

function joinedBy(home: Filled, candidate: Candidate, reason: Reason, rules: Rules): Decided {
  const reservation = reserveFor(home.parcel, candidate, rules);
  home.reserves.push(...(reservation?.shipmentIds ?? []));
  addTo(home.parcel, candidate);
  return { id: candidate.id, reason: withReserved(reason, reservation) };
}

/** A reason for joining an allocated one says at its end how much was reserved with it. */
export function withReserved(reason: Reason, reservation: Reservation | null): Reason {
  return reservation ? { ...reason, values: [...reason.values, reservation.units] } : reason;
}

type Home =
  | { home: Filled; reason: Reason }
  | { home: null; reason: null; conflict: Reason | null; isMet: boolean };

function findHome(near: Iterable<Filled>, candidate: Candidate, rules: Rules): Home {
  let conflict: Reason | null = null;
  let isMet = false;
  for (const home of near) {
    const fit = fitOf(home.parcel, candidate, rules);
    if (fit.kind === 'joins') return { home, reason: fit.reason };
    if (fit.kind === 'stranger') continue;
    if (fit.kind === 'apart') conflict ??= fit.reason;
    home.isMet = true;
    isMet = true;
  }
  return { home: null, reason: null, conflict, isMet };
}

/** Parcels of one question: each near all the others of its group. */
function gatherNear(filled: Filled[], rules: Rules, spots: SpotsOf): Filled[][] {
  const groups: Filled[][] = [];
  const neighbours = new Neighbours<Filled[]>(spots);
  for (const one of filled) {
    const group = firstNear(neighbours.of(baseOf(one.parcel)), one, rules) ?? [];
    if (group.length === 0) groups.push(group);
    group.push(one);
    for (const member of one.parcel.members) neighbours.add(member, group);
  }
  return groups.filter((group) => group.length > 1);
}

function firstNear(groups: Iterable<Filled[]>, one: Filled, rules: Rules): Filled[] | null {
  for (const group of groups) {
    if (group.length >= MOST_ASKED) continue;
    if (group.every((other) => isNear(other.parcel, one.parcel, rules))) return group;
  }
  return null;
}

function isNear(parcel: Parcel, other: Parcel, rules: Rules): boolean {
  const fits = other.members.map((member) => fitOf(parcel, member, rules).kind);
  return fits.includes('near') && fits.every((kind) => kind === 'near' || kind === 'joins');
}

function isNotIn(groups: Filled[][]): (one: Filled) => boolean {
  const members = new Set(groups.flat());
  return (one) => !members.has(one);
}

const groupOf = ({ parcel, joined, reserves }: Filled): Group => ({
  base: baseOf(parcel).id,
  members: joined,
  reserves,
});

/** Every shipment of the group, each compared with the base: the first one, until a person says otherwise. */
function reviewOf([first, ...others]: Filled[], rules: Rules): Group {
  if (!first) throw new Error('A review without a base');
  const near = others.flatMap(({ parcel }) =>
    parcel.members.map((member): Decided => {
      const fit = fitOf(first.parcel, member, rules);
      if (fit.kind === 'stranger') throw new Error(`Shipment ${member.id} is near nobody`);
      return { id: member.id, reason: fit.reason };
    }),
  );
  return { base: baseOf(first.parcel).id, members: [...first.joined, ...near] };
}

function barredWithPartner(
  sorted: Candidate[],
  barred: ReadonlyMap<Candidate, Reason>,
  rules: Rules,
  spots: SpotsOf,
): Decided[] {
  if (barred.size === 0) return [];
  const neighbours = new Neighbours<Candidate>(spots);
  for (const candidate of sorted) neighbours.add(candidate, candidate);
  return [...barred].flatMap(([candidate, bar]) => {
    const partner = partnerOf(candidate, neighbours.of(candidate), rules);
    if (!partner) return [];
    return [{ id: candidate.id, reason: { rule: bar.rule, values: [partner.id, ...bar.values] } }];
  });
}

/** Kept apart by what they compared, or because all their partners are kept out. */
function apartWithPartner(
  apart: Filled[],
  barred: ReadonlyMap<Candidate, Reason>,
  rules: Rules,
  spots: SpotsOf,
): Decided[] {
  const neighbours = new Neighbours<Candidate>(spots);
  for (const candidate of barred.keys()) neighbours.add(candidate, candidate);
  return apart.flatMap(({ parcel, conflict }) => {
    const candidate = baseOf(parcel);
    if (conflict) return [{ id: candidate.id, reason: conflict }];
    const partner = partnerOf(candidate, neighbours.of(candidate), rules);
    const bar = partner && barred.get(partner);
    if (!bar) return [];
    return [{ id: candidate.id, reason: partnerLeftOut(partner, bar) }];
  });
}

function partnerOf(
  candidate: Candidate,
  near: Iterable<Candidate>,
  rules: Rules,
): Candidate | null {
  for (const other of near) {
    if (other !== candidate && fitOf(parcelOf(other), candidate, rules).kind !== 'stranger')
      return other;
  }
  return null;
}
