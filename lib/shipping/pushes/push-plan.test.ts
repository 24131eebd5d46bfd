import { expect, it } from 'vitest';
import type { CollectedClaim } from '@/lib/channels/collected';
import type { UnitReading } from '@/lib/channels/unit';
import {
  backOffMs,
  type LeasedPush,
  MAX_ATTEMPTS,
  MAX_WAITS,
  outcomeOfReading,
  outcomeOfResult,
  refusalBeforeSending,
  standingCancels,
} from './push-plan';

const push: LeasedPush = {
  id: 1,
  channelId: 1,
  unitNo: 'BOX-1',
  orderNo: 'A-1',
  lines: [{ lineKey: 'A-1-7', quantity: 2, cancelled: 0 }],
  hasClaims: false,
  sharesUnit: false,
  courierCode: 'HANJIN',
  waybillNo: '510000000005',
  method: 'parcel',
  takesMethod: true,
  previousWaybillNo: null,
  claimsDecidedAt: null,
  attempts: 1,
  isLost: false,
  isCurrent: true,
};

const reading: UnitReading = {
  unitNo: 'BOX-1',
  state: 'acknowledged',
  rawState: 'INSTRUCT',
  courierCode: '',
  waybillNo: '',
  recipient: null,
  claimOpen: false,
};

const cancel: CollectedClaim = {
  claimNo: 'C1',
  orderNo: 'A-1',
  lineKey: 'A-1-7',
  kind: 'cancel',
  state: 'requested',
  quantity: 1,
  reason: '',
  requestedAt: new Date('2026-03-02T00:00:00Z'),
  raw: {},
};

const refusal = (claims: CollectedClaim[], given: Partial<LeasedPush> = {}) =>
  refusalBeforeSending({ ...push, ...given }, standingCancels(claims));
const stopped = { state: 'stopped', code: 'claim' };

it.each(['requested', 'accepted', 'done'] as const)('stops before a cancel that is %s', (state) => {
  expect(refusal([{ ...cancel, state }])).toMatchObject(stopped);
  expect(refusal([{ ...cancel, state, quantity: 0 }])).toMatchObject(stopped);
  expect(refusal([{ ...cancel, state, kind: 'return' }])).toBeNull();
  expect(refusal([{ ...cancel, state, lineKey: 'A-1-8' }])).toBeNull();
});

it('goes on when the buyer wants it after all, by the later word on the claim', () => {
  for (const state of ['withdrawn', 'rejected'] as const)
    expect(refusal([cancel, { ...cancel, state }])).toBeNull();
});

it('goes on without the units that were cancelled before the parcel left, counted once', () => {
  const lines = [{ lineKey: 'A-1-7', quantity: 2, cancelled: 1 }];
  const done = { ...cancel, state: 'done' as const };
  expect(refusal([done, done], { lines })).toBeNull();
  expect(refusal([done, { ...done, claimNo: 'C2' }], { lines })).toMatchObject(stopped);
  expect(refusal([cancel], { lines })).toMatchObject(stopped);
});

it('goes on when a person has decided that it left all the same, but not over a later claim', () => {
  const decided = { claimsDecidedAt: '2026-03-02T01:00:00.000Z' };
  const requestedAt = new Date('2026-03-02T02:00:00Z');
  for (const state of ['requested', 'done'] as const) {
    expect(refusal([{ ...cancel, state }], decided)).toBeNull();
    expect(refusal([{ ...cancel, state, requestedAt }], decided)).toMatchObject(stopped);
  }
  const isLost = { ...reading, claimOpen: true };
  expect(outcomeOfReading({ ...push, ...decided }, isLost)).toBe('send');
});

it('asks a person where the marketplace cannot be told that nothing has a number', () => {
  const byHand = { ...push, method: 'direct' as const, courierCode: null, waybillNo: '' };
  expect(refusalBeforeSending(byHand, new Map())).toBeNull();
  expect(refusalBeforeSending({ ...byHand, takesMethod: false }, new Map())).toMatchObject({
    state: 'failed',
    code: 'method',
  });
  expect(outcomeOfReading(byHand, reading)).toBe('send');
  expect(outcomeOfReading(byHand, { ...reading, state: 'shipping' })).toMatchObject({
    state: 'done',
  });
});

it('never guesses a courier code', () => {
  expect(refusalBeforeSending({ ...push, courierCode: null }, new Map())).toMatchObject({
    state: 'failed',
    code: 'courierCode',
  });
});

it.each([
  ['our number is there', { waybillNo: '510000000005', state: 'shipping' as const }, 'done'],
  ['another number is there', { waybillNo: '999', state: 'shipping' as const }, 'failed'],
  ['the buyer asked to cancel', { claimOpen: true }, 'stopped'],
  ['it was cancelled', { state: 'cancelled' as const }, 'stopped'],
])('a lost push is settled when %s', (_, seen, state) => {
  expect(outcomeOfReading(push, { ...reading, ...seen })).toMatchObject({ state });
});

it('a lost push is sent again only when the marketplace has not got it', () => {
  expect(outcomeOfReading(push, reading)).toBe('send');
});

it('a lost push that cannot be read waits for a person', () => {
  expect(outcomeOfReading(push, undefined)).toMatchObject({ state: 'unknown' });
});

it('what may be tried again waits longer each time, a night for a marketplace that is away', () => {
  const result = { unitNo: 'BOX-1', outcome: 'retry' as const, code: 'busy', message: '' };
  const first = outcomeOfResult(push, result, 0.5);
  const later = outcomeOfResult({ ...push, attempts: 4 }, result, 0.5);
  expect(first).toMatchObject({ state: 'waiting', dueInMs: 30_000 });
  expect(later.dueInMs).toBe(240_000);
  const refused = { ...result, code: 'UNDEFINED_ERROR_OCCUR' };
  const stateAfter = (attempts: number, given = refused) =>
    outcomeOfResult({ ...push, attempts }, given, 0.5).state;
  expect(stateAfter(MAX_ATTEMPTS - 1)).toBe('waiting');
  expect(stateAfter(MAX_ATTEMPTS)).toBe('failed');
  expect(stateAfter(MAX_ATTEMPTS, result)).toBe('waiting');
  expect(stateAfter(MAX_WAITS, { ...result, code: 'unsent' })).toBe('failed');
});

it('waits at least as long as the marketplace asks, and longer each time', () => {
  const result = {
    unitNo: 'BOX-1',
    outcome: 'retry' as const,
    code: 'busy',
    message: '',
    retryAfterMs: 61_000,
  };
  expect(outcomeOfResult(push, result, 0)).toMatchObject({ dueInMs: 61_000 });
  const fifth = outcomeOfResult({ ...push, attempts: 5 }, result, 0.5);
  expect(fifth).toMatchObject({ dueInMs: 480_000 });
});

it('an unknown outcome stays leased, to be read back', () => {
  const result = { unitNo: 'BOX-1', outcome: 'unknown' as const, code: 'unavailable', message: '' };
  expect(outcomeOfResult(push, result, 0)).toMatchObject({ state: 'sending' });
});

it('backs off at most half an hour, spread by a fifth', () => {
  expect(backOffMs(50, 1)).toBe(36 * 60_000);
  expect(backOffMs(1, 0)).toBe(24_000);
});

it('never sends what came back or has a newer number, also when the marketplace has not got it', () => {
  expect(refusalBeforeSending({ ...push, isCurrent: false }, new Map())).toMatchObject({
    state: 'withdrawn',
  });
});

it('looks again later and later at what may have arrived, and leaves it to a person in the end', () => {
  const answer = { unitNo: 'BOX-1', outcome: 'unknown' as const, code: '', message: '' };
  const after = (attempts: number) => outcomeOfResult({ ...push, attempts }, answer, 0);
  expect(after(1)).toMatchObject({ state: 'sending', dueInMs: 0 });
  expect(after(3).dueInMs).toBeGreaterThan(after(2).dueInMs);
  expect(after(MAX_ATTEMPTS)).toMatchObject({ state: 'unknown' });
});
