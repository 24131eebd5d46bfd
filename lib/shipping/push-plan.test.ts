import { expect, it } from 'vitest';
import type { UnitReading } from '@/lib/channels/channel';
import {
  backOffMs,
  type LeasedPush,
  MAX_ATTEMPTS,
  MAX_WAITS,
  openClaimLines,
  outcomeOfReading,
  outcomeOfResult,
  refusalBeforeSending,
} from './push-plan';

const push: LeasedPush = {
  id: 1,
  channelId: 1,
  unitNo: 'BOX-1',
  orderNo: 'A-1',
  lines: [{ lineKey: 'A-1-7', quantity: 2 }],
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

it('stops before a line whose buyer asked to cancel, and only then', () => {
  const claim = {
    claimNo: 'C1',
    orderNo: 'A-1',
    lineKey: 'A-1-7',
    kind: 'cancel' as const,
    state: 'requested' as const,
    quantity: 1,
    reason: '',
    requestedAt: new Date(0),
    raw: {},
  };
  const stopped = refusalBeforeSending(push, openClaimLines([claim]));
  expect(stopped).toMatchObject({ state: 'stopped', code: 'claim' });
  const withdrawn = openClaimLines([{ ...claim, state: 'withdrawn' }]);
  expect(refusalBeforeSending(push, withdrawn)).toBeNull();
});

it('goes on when a person has decided that it left all the same, but not over a later claim', () => {
  const asked = new Date('2026-03-02T00:00:00Z');
  const decided = { ...push, claimsDecidedAt: '2026-03-02T01:00:00.000Z' };
  expect(refusalBeforeSending(decided, new Map([['A-1-7', asked]]))).toBeNull();
  const later = new Date('2026-03-02T02:00:00Z');
  expect(refusalBeforeSending(decided, new Map([['A-1-7', later]]))).toMatchObject({
    state: 'stopped',
  });
  const isLost = { ...reading, claimOpen: true };
  expect(outcomeOfReading(decided, isLost)).toBe('send');
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
