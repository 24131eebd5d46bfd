import type { ChannelState, CollectedClaim } from '../collected';

/** What one item's order_status says: where the goods stand and whether a claim hangs on them. */
export type ItemStatus = {
  state: ChannelState;
  claim: Pick<CollectedClaim, 'kind' | 'state'> | null;
};

/** N01 is the new item of an exchange, not yet released for shipping. */
const normalStates: ReadonlyMap<string, ChannelState> = new Map([
  ['N01', 'paid'],
  ['N10', 'paid'],
  ['N20', 'acknowledged'],
  ['N21', 'acknowledged'],
  ['N22', 'acknowledged'],
  ['N30', 'shipping'],
  ['N40', 'delivered'],
  ['N50', 'confirmed'],
]);

const claimKinds = {
  C: { kind: 'cancel', done: 'cancelled', before: 'paid' },
  R: { kind: 'return', done: 'returned', before: 'delivered' },
  E: { kind: 'exchange', done: 'exchanged', before: 'delivered' },
} as const;

/** 입금전취소: an order that was never paid was never ours. */
const neverPaid = new Set(['N00', 'C47', 'C48', 'C49']);
const withdrawn = new Set(['E41', 'E50', 'E51']);

export function isUnpaid(orderStatus: string): boolean {
  return neverPaid.has(orderStatus);
}

/** Null for a status that is not in the marketplace's table. */
export function statusOf(orderStatus: string, before: string): ItemStatus | null {
  const state = normalStates.get(orderStatus);
  if (state) return { state, claim: null };
  const [, letter = '', digits = ''] = /^([CRE])([0-5]\d)$/.exec(orderStatus) ?? [];
  if (letter !== 'C' && letter !== 'R' && letter !== 'E') return null;
  const { kind, done, before: usualBefore } = claimKinds[letter];
  const claimState = claimStateOf(orderStatus, digits);
  const stood = normalStates.get(before) ?? usualBefore;
  return { state: claimState === 'done' ? done : stood, claim: { kind, state: claimState } };
}

function claimStateOf(orderStatus: string, digits: string): CollectedClaim['state'] {
  if (withdrawn.has(orderStatus)) return 'withdrawn';
  if (digits === '00') return 'requested';
  if (digits === '11') return 'rejected';
  return digits.startsWith('4') ? 'done' : 'accepted';
}
