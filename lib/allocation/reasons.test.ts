import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { holdKinds } from '@/lib/shipments/stages';
import { ko } from '@/messages/ko';
import type { Queue } from './plan';
import type { Criterion } from './priority';
import {
  type AllocationRule,
  allocationReason,
  allocationRules,
  criterionKinds,
  leftOut,
  type Refusal,
  reasonOf,
} from './reasons';

const free = {
  holdKinds: [],
  isUnacknowledged: false,
  isMarketShipped: false,
  requestedExportId: null,
};

const [LATE, EARLY] = [0, 1];
const queue: Queue = {
  ids: [1, 1234],
  ranks: [
    [1, 1],
    [5, 4],
  ],
};

const short = (qty: number): Refusal => ({
  place: LATE,
  qty,
  wantedQty: 3,
  shortage: {
    variantId: 77,
    neededQty: 3,
    availableQty: 3,
    takenQty: 2,
    taker: EARLY,
    takerQty: 2,
    takers: 1,
    otherVariants: 0,
  },
});

it('numbers stay within those of this stage, and none stands twice', () => {
  const numbers = Object.values(allocationRules).map((rule) => rule.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => 300 <= number && number <= 399)).toBe(true);
});

it('says again from its stored values alone what was compared', () => {
  const { rule, values } = reasonOf(short(1), queue, ['channel_priority', 'ship_by']);
  const read = allocationReason(allocationRules[rule].number, values);
  expect(read?.rule).toBe('partlyTaken');
  expect(read?.values).toEqual({
    served: 1,
    wanted: 3,
    variant: 77,
    needed: 3,
    available: 3,
    otherVariants: 0,
    taken: 2,
    taker: 1234,
    criterion: criterionKinds.indexOf('ship_by'),
    takerRank: 4,
    ownRank: 5,
    takers: 1,
    takerQty: 2,
  });
});

it('tells nothing served from something served', () => {
  expect(reasonOf(short(0), queue, []).rule).toBe('noneTaken');
  expect(reasonOf(short(2), queue, []).rule).toBe('partlyTaken');
});

it('names tags as one kind, and the number where no criterion decides', () => {
  const kindOf = (priority: Criterion[]) => {
    const { rule, values } = reasonOf(short(0), queue, priority);
    const read = allocationReason(allocationRules[rule].number, values);
    return criterionKinds[read?.values.criterion ?? -1];
  };
  expect(kindOf(['paid_at', 'tag:VIP'])).toBe('tag');
  expect(kindOf(['paid_at'])).toBe('number');
});

it('leaves other stages their reasons', () => {
  expect(allocationReason(201, [1, 2])).toBeNull();
  expect(allocationReason(null, null)).toBeNull();
});

it('serves a free shipment, and one on hold only when asked for', () => {
  expect(leftOut(free, false)).toBeNull();
  const held = { ...free, holdKinds: ['operator', 'address_changed'] };
  expect(leftOut(held, false)).toEqual({
    rule: 'held',
    values: [holdKinds.indexOf('operator'), 1],
  });
  expect(leftOut(held, true)).toBeNull();
});

it('never serves what a claim stops or the channel has closed', () => {
  for (const kind of ['claim', 'cancelled_by_channel', 'shipped_by_channel'] as const) {
    const stopped = { ...free, holdKinds: ['operator', kind] };
    expect(leftOut(stopped, true)).toEqual({ rule: 'held', values: [holdKinds.indexOf(kind), 0] });
  }
});

it('leaves out what is not acknowledged, is requested, or is shipped by the marketplace', () => {
  expect(leftOut({ ...free, isUnacknowledged: true }, true)?.rule).toBe('unacknowledged');
  expect(leftOut({ ...free, requestedExportId: 9 }, true)).toEqual({
    rule: 'requested',
    values: [9],
  });
  expect(leftOut({ ...free, isMarketShipped: true }, true)?.rule).toBe('marketShipped');
});

it('has a sentence for every rule, with the values that it compared', () => {
  const t = createTranslator({ locale: 'ko', messages: ko, namespace: 'allocate' });
  const names = {
    variant: 'V-1',
    taker: '1234',
    origin: '99',
    precedence: '앞섬',
    hold: '보류',
    kind: 'bundle',
    left: 5,
    takerOrder: 'A-1',
    originOrder: 'A-2',
  };
  const spoken = ['served', 'wanted', 'needed', 'available', 'taken', 'released'];
  for (const [rule, { values }] of Object.entries(allocationRules)) {
    const numbers = Object.fromEntries(values.map((name, at) => [name, 31 + at]));
    const sentence = t(`reasons.${rule as AllocationRule}`, { ...numbers, ...names });
    expect(sentence).not.toContain('{');
    for (const name of spoken)
      if (name in numbers) expect(sentence).toContain(String(numbers[name]));
  }
  for (const kind of criterionKinds)
    expect(t(`precedence.${kind}`, { taker: 'A', own: 'B' })).not.toContain('{');
});
