import { expect, it } from 'vitest';
import { type Criterion, isCriterion, type Ranked, ranking } from './priority';

const shipment: Ranked = {
  channelPriority: 10,
  shipByMs: 2_000,
  paidAtMs: 1_000,
  amount: 50_000,
  wantedQty: 3,
  tags: [],
};

const isBefore = (criterion: Criterion, one: Partial<Ranked>, other: Partial<Ranked>) => {
  const rankOf = ranking([criterion]);
  const [a = 0] = rankOf({ ...shipment, ...one });
  const [b = 0] = rankOf({ ...shipment, ...other });
  return a < b;
};

it('serves the channel with the lower number, the sooner date and the older payment first', () => {
  expect(isBefore('channel_priority', { channelPriority: 1 }, { channelPriority: 2 })).toBe(true);
  expect(isBefore('ship_by', { shipByMs: 1 }, { shipByMs: 2 })).toBe(true);
  expect(isBefore('paid_at', { paidAtMs: 1 }, { paidAtMs: 2 })).toBe(true);
});

it('serves a shipment without a ship-by date after all that have one', () => {
  expect(isBefore('ship_by', { shipByMs: Date.UTC(2999, 0) }, { shipByMs: null })).toBe(true);
});

it('serves the highest amount and the smallest quantity first', () => {
  expect(isBefore('amount', { amount: 2 }, { amount: 1 })).toBe(true);
  expect(isBefore('quantity', { wantedQty: 1 }, { wantedQty: 2 })).toBe(true);
});

it('serves first who wants goods with the tag', () => {
  expect(isBefore('tag:VIP', { tags: ['여름', 'VIP'] }, { tags: ['여름'] })).toBe(true);
});

it('ranks by every criterion in the order of the list', () => {
  expect(ranking(['quantity', 'amount', 'channel_priority'])(shipment)).toEqual([3, -50_000, 10]);
});

it('knows its criteria and any tag with a name', () => {
  expect(['ship_by', 'tag:VIP', 'tag: ', 'tag:', 'colour'].map(isCriterion)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
