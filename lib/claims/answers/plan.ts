/* Which claims a channel can be told an answer of, and what its own claims say of that answer. */

import { type ClaimKind, type ClaimState, openClaimStates } from '@/lib/channels/claim';
import type { CollectedClaim } from '@/lib/channels/collected';
import type { AnswerForm, ClaimVerb } from '@/lib/channels/telling';
import type { UnitReading } from '@/lib/channels/unit';

type Rule = {
  kind: ClaimKind;
  /** In which states of a claim the answer still makes sense. */
  from: readonly ClaimState[];
  /** What a claim stands at when the channel has taken the answer. */
  done: readonly ClaimState[];
  /** How far goods have gone then, while the claim stays open. */
  progress?: 'collected' | 'resent';
};

const NOT_TAKEN_BACK = ['rejected', 'withdrawn'] as const;

export const answerRules = {
  approve_cancel: { kind: 'cancel', from: ['requested'], done: ['accepted', 'done'] },
  reject_cancel: { kind: 'cancel', from: ['requested'], done: NOT_TAKEN_BACK },
  receive_return: { kind: 'return', from: openClaimStates, done: ['accepted', 'done'] },
  approve_return: { kind: 'return', from: openClaimStates, done: ['done'] },
  reject_return: { kind: 'return', from: openClaimStates, done: NOT_TAKEN_BACK },
  receive_exchange: {
    kind: 'exchange',
    from: openClaimStates,
    done: ['done'],
    progress: 'collected',
  },
  send_exchange: { kind: 'exchange', from: openClaimStates, done: ['done'], progress: 'resent' },
  reject_exchange: { kind: 'exchange', from: openClaimStates, done: NOT_TAKEN_BACK },
} as const satisfies Record<ClaimVerb, Rule>;

export type AnswerableClaim = {
  kind: ClaimKind;
  state: ClaimState;
  /** What the channel said of it last; null of what was entered here. */
  channelState: ClaimState | null;
  source: 'channel' | 'hand';
  /** Decided by a person here: the channel may still have to hear of it. */
  isDecided: boolean;
  /** Units of it stand in a parcel that has left, and none in one that has not. */
  isAway: boolean;
  hasWaybill: boolean;
  isUnderWay: boolean;
  answered: readonly ClaimVerb[];
};

export type Unanswerable =
  | 'noApi'
  | 'beingAnswered'
  | 'alreadyDecided'
  | 'alreadyShipped'
  | Lacking;

/** What an answer still waits for. */
export type Lacking = 'noWaybill' | 'notReceived';

/** Why this answer cannot be given now; null when it can. */
export function unanswerable(
  claim: AnswerableClaim,
  verb: ClaimVerb,
  form: AnswerForm | undefined,
): Unanswerable | null {
  const rule: Rule = answerRules[verb];
  if (!form || claim.source !== 'channel' || claim.kind !== rule.kind) return 'noApi';
  if (claim.isUnderWay) return 'beingAnswered';
  if (claim.answered.includes(verb) || !isOpen(claim, rule)) return 'alreadyDecided';
  if (verb.startsWith('reject') && claim.isDecided) return 'alreadyDecided';
  if (verb === 'approve_cancel' && claim.isAway) return 'alreadyShipped';
  if (form.waybill && !claim.hasWaybill) return 'noWaybill';
  return form.after && !isTaken(claim, form.after) ? 'notReceived' : null;
}

/** The channel took it from here, or shows what it leads to. */
function isTaken({ answered, channelState }: AnswerableClaim, verb: ClaimVerb): boolean {
  const { done }: Rule = answerRules[verb];
  return answered.includes(verb) || (channelState !== null && done.includes(channelState));
}

/** What comes back is decided here when it has arrived, and the channel is told afterwards. */
function isOpen({ kind, state, isDecided }: AnswerableClaim, { from }: Rule): boolean {
  return from.includes(state) || (kind !== 'cancel' && state === 'done' && isDecided);
}

type Told = { verb: ClaimVerb; state: string; waybillNo: string };

/** The number that the channel was told of an exchange, where its parcel has another one by now. */
export function outdatedNumber(
  newestFirst: readonly Told[],
  waybillNo: string | null,
): string | null {
  const told = newestFirst.find(({ verb, state }) => verb === 'send_exchange' && state === 'done');
  return told && waybillNo !== null && told.waybillNo !== waybillNo ? told.waybillNo : null;
}

export type Standing = 'done' | 'open' | 'over' | 'unclear';

/**
 * What the channel's own claims and unit say of an answer that may have arrived: taken, still to be
 * given, or overtaken by the buyer. Where both are silent nobody can say.
 */
export function standingOf(
  verb: ClaimVerb,
  claim: Pick<CollectedClaim, 'kind' | 'state' | 'progress'> | undefined,
  unit: Pick<UnitReading, 'state'> | undefined,
): Standing {
  const rule: Rule = answerRules[verb];
  const isOnItsWay = ['shipping', 'delivered', 'confirmed'].includes(unit?.state ?? '');
  if (verb === 'reject_cancel' && isOnItsWay) return 'done';
  if (!claim) {
    if (verb === 'approve_cancel' && unit?.state === 'cancelled') return 'done';
    return 'unclear';
  }
  // A cancel of what had left already goes on as a return.
  if (claim.kind !== rule.kind) return verb === 'reject_cancel' ? 'done' : 'over';
  if (rule.done.includes(claim.state)) return 'done';
  if (!rule.from.includes(claim.state)) return 'over';
  return rule.progress ? progressed(rule.progress, claim) : 'open';
}

const steps = ['none', 'collected', 'resent'] as const;

/** An accepted exchange whose goods are not spoken of may be on its way by our own answer. */
function progressed(
  wanted: 'collected' | 'resent',
  { state, progress }: Pick<CollectedClaim, 'state' | 'progress'>,
): Standing {
  if (progress) return steps.indexOf(progress) >= steps.indexOf(wanted) ? 'done' : 'open';
  return state === 'requested' ? 'open' : 'unclear';
}
