import type { CollectedClaim } from '@/lib/channels/collected';
import type { UnitReading, UnitResult } from '@/lib/channels/unit';
import { grouped } from '@/lib/grouped';
import { waitMs } from '@/lib/leases/wait';

/** A push that this process holds the lease of. */
export type LeasedPush = {
  id: number;
  channelId: number;
  unitNo: string;
  orderNo: string;
  /** `cancelled`: what of the line has been taken out of its parcels here. */
  lines: { lineKey: string; quantity: number; cancelled: number }[];
  hasClaims: boolean;
  /** Another order waits in the same unit and is not in this parcel. */
  sharesUnit: boolean;
  courierCode: string | null;
  waybillNo: string;
  method: 'parcel' | 'direct' | 'quick' | 'pickup' | 'none';
  /** The marketplace can be told of it. */
  takesMethod: boolean;
  previousWaybillNo: string | null;
  /** A person said that it has left all the same: claims made until then do not stop it. */
  claimsDecidedAt: string | null;
  attempts: number;
  /** It was being sent when its process was lost: the unit must be read before anything else. */
  isLost: boolean;
  /** The parcel has not come back, and has no newer number to tell. */
  isCurrent: boolean;
};

export type PushState =
  | 'waiting'
  | 'sending'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'stopped'
  | 'withdrawn';

export type PushOutcome = {
  id: number;
  state: PushState;
  code: string;
  message: string;
  dueInMs: number;
};

export const MAX_ATTEMPTS = 8;
/** A marketplace that is away for a night is waited for: some nine hours of ever longer waits. */
export const MAX_WAITS = 24;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 30 * 60_000;

/** The cancels of each line that its buyer has not taken back and nobody has refused. */
export type StandingCancels = ReadonlyMap<string, readonly CollectedClaim[]>;

/** What stops a push before it is sent: nobody needs it, no courier code, a buyer who cancels. */
export function refusalBeforeSending(
  push: LeasedPush,
  cancels: StandingCancels,
): PushOutcome | null {
  if (!push.isCurrent) return outcome(push, 'withdrawn', 'superseded', '');
  if (push.lines.some((line) => isCancelled(push, line, cancels.get(line.lineKey) ?? [])))
    return outcome(push, 'stopped', 'claim', '');
  if (!push.takesMethod) return outcome(push, 'failed', 'method', '');
  if (push.method === 'parcel' && !push.courierCode)
    return outcome(push, 'failed', 'courierCode', '');
  return null;
}

/** Of a claim that is told twice the later word counts. */
export function standingCancels(claims: readonly CollectedClaim[]): StandingCancels {
  const latest = new Map(
    claims.map((claim) => [JSON.stringify([claim.claimNo, claim.lineKey]), claim]),
  );
  const standing = [...latest.values()].filter(
    ({ kind, state }) => kind === 'cancel' && state !== 'withdrawn' && state !== 'rejected',
  );
  return grouped(standing, ({ lineKey }) => lineKey);
}

/**
 * A request waits for an answer, which shipping would overrule; what is agreed to is gone there, and
 * stops nothing only where it had not left here.
 */
function isCancelled(
  { claimsDecidedAt }: LeasedPush,
  { cancelled }: LeasedPush['lines'][number],
  cancels: readonly CollectedClaim[],
): boolean {
  const undecided = cancels.filter(
    ({ requestedAt }) =>
      claimsDecidedAt === null || requestedAt.getTime() > Date.parse(claimsDecidedAt),
  );
  if (undecided.some(({ state }) => state === 'requested')) return true;
  // No quantity means the whole line: had it been taken out, there would be nothing to push.
  const agreed = undecided.reduce(
    (sum, { quantity }) => sum + (quantity || Number.POSITIVE_INFINITY),
    0,
  );
  return agreed > cancelled;
}

/** What became of a push that may have been sent by a process that was lost. */
export function outcomeOfReading(
  push: LeasedPush,
  reading: UnitReading | undefined,
): PushOutcome | 'send' {
  if (!reading) return outcome(push, 'unknown', 'unreadable', '');
  const hasLeft = reading.state === 'shipping' || reading.state === 'delivered';
  const isTold = push.method === 'parcel' ? reading.waybillNo === push.waybillNo : hasLeft;
  if (isTold) return outcome(push, 'done', 'read', reading.rawState);
  const isClaimed = reading.claimOpen || reading.state === 'cancelled';
  if (isClaimed && push.claimsDecidedAt === null)
    return outcome(push, 'stopped', 'claim', reading.rawState);
  if (reading.state === 'paid' || reading.state === 'acknowledged') return 'send';
  if (reading.waybillNo === push.previousWaybillNo) return 'send';
  return outcome(push, 'failed', 'otherNumber', reading.waybillNo);
}

/** What the marketplace's answer means for the push. */
export function outcomeOfResult(push: LeasedPush, result: UnitResult, jitter: number): PushOutcome {
  switch (result.outcome) {
    case 'accepted':
    case 'already':
      return outcome(push, 'done', result.code, result.message);
    case 'rejected':
      return outcome(push, 'failed', result.code, result.message);
    case 'unknown':
      if (push.attempts >= MAX_ATTEMPTS)
        return outcome(push, 'unknown', result.code, result.message);
      return {
        ...outcome(push, 'sending', result.code, result.message),
        dueInMs: lookAgainMs(push),
      };
    case 'retry': {
      if (push.attempts >= (wentNowhere.has(result.code) ? MAX_WAITS : MAX_ATTEMPTS))
        return outcome(push, 'failed', result.code, result.message);
      const ownMs = backOffMs(push.attempts, jitter);
      const wait = waitMs(result.retryAfterMs ?? 0, ownMs, jitter);
      return { ...outcome(push, 'waiting', result.code, result.message), dueInMs: wait };
    }
  }
}

/** The marketplace was away or busy, and has said nothing of the push itself. */
const wentNowhere = new Set(['busy', 'unavailable', 'unsent']);

/** The first look at what may have arrived is at once; later ones wait longer and longer. */
export function lookAgainMs({ attempts }: Pick<LeasedPush, 'attempts'>): number {
  return attempts <= 1 ? 0 : backOffMs(attempts - 1, 0.5);
}

/** 30 s, 1 min, 2 min … at most 30 min, each spread by a fifth; `jitter` is 0–1. */
export function backOffMs(attempts: number, jitter: number): number {
  const base = Math.min(FIRST_RETRY_MS * 2 ** Math.max(attempts - 1, 0), LONGEST_RETRY_MS);
  return Math.round(base * (0.8 + 0.4 * jitter));
}

function outcome(push: LeasedPush, state: PushState, code: string, message: string): PushOutcome {
  return { id: push.id, state, code, message, dueInMs: 0 };
}
