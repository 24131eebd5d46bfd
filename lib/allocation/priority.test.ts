import { expect, it } from 'vitest';
import { type Criterion, isCriterion, ranking } from './priority';

const shipment = {
  channelPriority: 10,
  shipByMs: 2_000 as number | null,
  paidAtMs: 1_000,
  amount: 50_000,
  wantedQty: 3,
  tags: [] as string[],
};

type Shipment = typeof shipment;

const ranksOf = (priority: Criterion[], ...shipments: Shipment[]) =>
  ranking(priority, {
    channelPriorityAt: (place) => shipments[place]?.channelPriority ?? 0,
    shipByMs: shipments.map((one) => one.shipByMs),
    paidAtMs: shipments.map((one) => one.paidAtMs),
    amount: shipments.map((one) => one.amount),
    wantedQty: shipments.map((one) => one.wantedQty),
    tagsAt: (place) => shipments[place]?.tags ?? [],
  });

const isBefore = (criterion: Criterion, one: Partial<Shipment>, other: Partial<Shipment>) => {
  const [ranks] = ranksOf([criterion], { ...shipment, ...one }, { ...shipment, ...other });
  const [a = 0, b = 0] = ranks ?? [];
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
  const ranks = ranksOf(['quantity', 'amount', 'channel_priority'], shipment);
  expect(ranks.flatMap((column) => [...column])).toEqual([3, -50_000, 10]);
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
