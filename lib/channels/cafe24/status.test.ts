import { expect, it } from 'vitest';
import { isUnpaid, statusOf } from './status';

it.each([
  ['N10', 'paid'],
  ['N20', 'acknowledged'],
  ['N21', 'acknowledged'],
  ['N22', 'acknowledged'],
  ['N30', 'shipping'],
  ['N40', 'delivered'],
  ['N50', 'confirmed'],
])('%s is %s without a claim', (status, state) => {
  expect(statusOf(status, '')).toEqual({ state, claim: null });
});

it.each([
  ['C00', 'N20', 'acknowledged', 'cancel', 'requested'],
  ['C10', 'N10', 'paid', 'cancel', 'accepted'],
  ['C11', 'N20', 'acknowledged', 'cancel', 'rejected'],
  ['C34', '', 'paid', 'cancel', 'accepted'],
  ['C40', 'N10', 'cancelled', 'cancel', 'done'],
  ['R00', '', 'delivered', 'return', 'requested'],
  ['R30', 'N30', 'shipping', 'return', 'accepted'],
  ['R40', 'N40', 'returned', 'return', 'done'],
  ['E00', 'N40', 'delivered', 'exchange', 'requested'],
  ['E40', '', 'exchanged', 'exchange', 'done'],
  ['E41', 'N40', 'delivered', 'exchange', 'withdrawn'],
  ['E51', 'N40', 'delivered', 'exchange', 'withdrawn'],
])('%s after %s leaves the goods %s, with a %s %s', (status, before, state, kind, claim) => {
  expect(statusOf(status, before)).toEqual({ state, claim: { kind, state: claim } });
});

it('leaves out what was never paid and does not guess at a status it does not know', () => {
  expect(['N00', 'C47', 'C48', 'C49'].every(isUnpaid)).toBe(true);
  expect(isUnpaid('C40')).toBe(false);
  expect(statusOf('X10', '')).toBeNull();
  expect(statusOf('toString', '')).toBeNull();
  expect(statusOf('C99', '')).toBeNull();
});
