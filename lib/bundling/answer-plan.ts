import { fingerprintOf } from './fingerprint';
import { likenessOf, type Profile } from './likeness';
import {
  type Answer,
  addTo,
  barOf,
  type Candidate,
  fitOf,
  pairOf,
  parcelOf,
  partnerLeftOut,
  type Rules,
  reserveFor,
} from './parcel';
import { type Decided, withReserved } from './plan';
import type { Reason } from './reasons';

export type AnsweredGroup = { base: Candidate; together: Candidate[]; apart: Candidate[] };

export type AnsweredPlan = {
  joined: Decided[];
  apart: Decided[];
  /** Answered together, but something else forbids it. */
  refused: Decided[];
  reserves: number[];
};

/**
 * What an answer says of pairs of recipients: each two of those together, and each of those apart
 * with each of them. Where one pair is answered both ways, apart is remembered: it is the safe one.
 */
export function answeredPairs(groups: readonly AnsweredGroup[]): Map<string, boolean> {
  const pairs = new Map<string, boolean>();
  for (const { base, together, apart } of groups) {
    const parcel = [base, ...together];
    for (const [at, one] of parcel.entries()) {
      for (const pair of questionsOf(one, parcel.slice(at + 1), true)) {
        if (!pairs.has(pair)) pairs.set(pair, true);
      }
    }
    for (const one of apart) {
      for (const pair of questionsOf(one, parcel, false)) pairs.set(pair, false);
    }
  }
  return pairs;
}

function questionsOf(one: Candidate, others: Candidate[], isTogether: boolean): string[] {
  return one.profiles.flatMap((ours) =>
    others
      .flatMap((other) => other.profiles)
      .filter((theirs) => isQuestion(ours, theirs, isTogether))
      .map((theirs) => pairOf(fingerprintOf(ours), fingerprintOf(theirs))),
  );
}

/** Recipients that are the same anyway need no answer to be together, but one to be apart. */
function isQuestion(ours: Profile, theirs: Profile, isTogether: boolean): boolean {
  const { kind } = likenessOf(ours, theirs, false);
  return kind === 'near' || (kind === 'same' && !isTogether);
}

/**
 * Bundles what was answered together, as far as nothing but the recipients was in question. What it
 * reserves is gone from the free stock of the rules.
 */
export function planAnswered(
  { base, together, apart }: AnsweredGroup,
  rules: Rules,
  answers: ReadonlyMap<string, Answer>,
): AnsweredPlan {
  const now = { ...rules, answers: new Map([...rules.answers, ...answers]) };
  for (const pair of answeredPairs([{ base, together, apart: [] }]).keys()) {
    now.answers.set(pair, { id: answers.get(pair)?.id ?? 0, isTogether: true });
  }
  const plan: AnsweredPlan = { joined: [], apart: [], refused: [], reserves: [] };
  const parcel = parcelOf(base);
  for (const member of together) {
    const refusal = refusalOf(member, base, now);
    const fit = fitOf(parcel, member, now);
    if (!refusal && fit.kind === 'joins') {
      const reservation = reserveFor(parcel, member, now);
      plan.reserves.push(...(reservation?.shipmentIds ?? []));
      addTo(parcel, member);
      plan.joined.push({ id: member.id, reason: withReserved(fit.reason, reservation) });
    } else {
      const other: Reason = { rule: 'otherThanMember', values: [base.id] };
      const reason = refusal ?? (fit.kind === 'stranger' ? other : fit.reason);
      plan.refused.push({ id: member.id, reason });
    }
  }
  for (const one of apart) {
    const [pair] = questionsOf(one, [base], false);
    const answer = pair ? answers.get(pair)?.id : undefined;
    plan.apart.push({
      id: one.id,
      reason: { rule: 'answeredApart', values: [base.id, answer ?? 0] },
    });
  }
  return plan;
}

function refusalOf(member: Candidate, base: Candidate, rules: Rules): Reason | null {
  const own = barOf(member, rules);
  if (own) return { rule: own.rule, values: [base.id, ...own.values] };
  const bases = barOf(base, rules);
  return bases && partnerLeftOut(base, bases);
}
