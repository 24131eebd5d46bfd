import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type GiftRule,
  type Parcel,
  planGifts,
  type Situation,
  type StandingGift,
} from './gift-plan';

const TOY = 99;
const rule = (changes: Partial<GiftRule> = {}): GiftRule => ({
  id: 1,
  basis: 'bundle',
  paidFromMs: null,
  paidToMs: null,
  channelIds: [],
  variantIds: [],
  tags: [],
  minAmount: 0,
  minQty: 0,
  firstCount: null,
  variantId: TOY,
  qty: 1,
  ...changes,
});

const parcel = (shipmentId: number, ...orders: [orderId: number, amount: number][]): Parcel => ({
  shipmentId,
  group: shipmentId,
  baseOrderId: orders[0]?.[0] ?? 0,
  takesGifts: true,
  isUnacknowledged: false,
  lines: orders.map(([orderId, amount]) => ({
    orderId,
    channelId: 7,
    paidAtMs: orderId,
    qty: 1,
    amount,
    variantIds: [5],
    tags: ['여름'],
  })),
});

const plan = (rules: GiftRule[], parcels: Parcel[], more: Partial<Situation> = {}) =>
  planGifts({ rules, parcels, standing: [], gone: [], free: new Map([[TOY, 100]]), ...more });
const given = (...args: Parameters<typeof plan>) =>
  plan(...args).added.map(({ shipmentId, orderId }) => [shipmentId, orderId]);

const standing = (shipmentId: number, orderId: number): StandingGift => ({
  ...{ lineId: 1000 + shipmentId, shipmentId, group: shipmentId, ruleId: 1, orderId },
  ...{ variantId: TOY, qty: 1, isReserved: true },
});

it('sums by order, or by all that lies in one parcel', () => {
  const parcels = [parcel(1, [11, 3000], [12, 3000])];
  expect(given([rule({ minAmount: 5000, basis: 'order' })], parcels)).toEqual([]);
  expect(given([rule({ minAmount: 5000 })], parcels)).toEqual([[1, 11]]);
  expect(given([rule({ minAmount: 3000, basis: 'order' })], parcels)).toEqual([
    [1, 11],
    [1, 12],
  ]);
});

it('puts nothing of ours into a parcel that a supplier sends, but counts what is bought in it', () => {
  const his = { ...parcel(1, [11, 3000]), takesGifts: false };
  expect(given([rule({ basis: 'order' })], [his])).toEqual([]);
  const both = [his, parcel(2, [11, 3000])];
  expect(given([rule({ basis: 'order', minAmount: 6000 })], both)).toEqual([[2, 11]]);
});

it.each([
  ['period', { paidFromMs: 12 }, false],
  ['period', { paidFromMs: 11, paidToMs: 12 }, true],
  ['period', { paidToMs: 11 }, false],
  ['channel', { channelIds: [8] }, false],
  ['channel', { channelIds: [7, 8] }, true],
  ['variant', { variantIds: [6] }, false],
  ['variant', { variantIds: [5] }, true],
  ['tag', { tags: ['겨울'] }, false],
  ['tag', { tags: ['여름'] }, true],
  ['quantity', { minQty: 2 }, false],
])('looks at the %s: %j', (_, changes, isDue) => {
  expect(given([rule(changes)], [parcel(1, [11, 1000])])).toHaveLength(isDue ? 1 : 0);
});

it('gives to the first who paid, and counts those who have left', () => {
  const parcels = [parcel(1, [13, 1]), parcel(2, [11, 1]), parcel(3, [12, 1])];
  expect(given([rule({ firstCount: 2 })], parcels)).toEqual([
    [2, 11],
    [3, 12],
  ]);
  const gone = [{ ruleId: 1, orderId: 5, group: 50 }];
  expect(given([rule({ firstCount: 2 })], parcels, { gone })).toEqual([[2, 11]]);
});

it('gives none anew before 발주확인, and keeps what stands', () => {
  const parcels = [{ ...parcel(1, [11, 9]), isUnacknowledged: true }, parcel(2, [12, 9])];
  const rules = [rule({ firstCount: 1 })];
  expect(given(rules, parcels)).toEqual([[2, 12]]);
  const nothing = { removedLineIds: [], added: [] };
  expect(plan(rules, parcels, { standing: [standing(1, 11)] })).toEqual(nothing);
});

it('gives nothing that is not on the shelf in full', () => {
  const parcels = [parcel(1, [11, 1]), parcel(2, [12, 1])];
  const free = (qty: number) => ({ free: new Map([[TOY, qty]]) });
  expect(given([rule()], parcels, free(0))).toEqual([]);
  expect(given([rule({ qty: 2 })], parcels, free(3))).toEqual([[1, 11]]);
});

it('keeps a gift that stands before anyone new, and takes back one that is no longer due', () => {
  const parcels = [parcel(1, [11, 9]), parcel(2, [12, 9])];
  const kept = { standing: [standing(2, 12)], free: new Map([[TOY, 0]]) };
  expect(plan([rule()], parcels, kept)).toEqual({ removedLineIds: [], added: [] });
  expect(plan([rule({ minAmount: 10 })], parcels, kept).removedLineIds).toEqual([1002]);
  expect(plan([], parcels, kept).removedLineIds).toEqual([1002]);
});

it('gives none anew while only some are looked at, but moves what stands', () => {
  const parcels = [parcel(1, [11, 9]), parcel(2, [12, 9])];
  const moved = { standing: [standing(1, 12)], free: new Map([[TOY, 0]]) };
  const rules = [rule({ basis: 'order' })];
  const { added } = plan(rules, parcels, { ...moved, givesNoneAnew: true });
  expect(added).toMatchObject([{ shipmentId: 2, orderId: 12 }]);
});

it('moves a gift with its order when a bundle comes apart', () => {
  const parcels = [parcel(1, [11, 9]), parcel(2, [12, 9])];
  const moved = plan([rule({ basis: 'order', variantIds: [5], paidFromMs: 12 })], parcels, {
    standing: [standing(1, 12)],
    free: new Map([[TOY, 0]]),
  });
  expect(moved.removedLineIds).toEqual([1001]);
  expect(moved.added).toMatchObject([{ shipmentId: 2, orderId: 12 }]);
});

it('gives once to what was split, with the first part, and never again when that has left', () => {
  const parts = [parcel(1, [11, 9]), { ...parcel(4, [11, 9]), group: 1 }];
  for (const basis of ['order', 'bundle'] as const) {
    expect(given([rule({ basis })], parts)).toEqual([[1, 11]]);
    const gone = [{ ruleId: 1, orderId: 11, group: 1 }];
    expect(given([rule({ basis })], parts.slice(1), { gone })).toEqual([]);
  }
});

it('never promises more than is there, and settles at once', () => {
  const orders = fc.array(fc.nat(9000), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(orders, { maxLength: 8 }), fc.nat(5), fc.nat(9000), (all, stock, min) => {
      const parcels = all.map((amounts, index) =>
        parcel(
          index + 1,
          ...amounts.map((amount, at): [number, number] => [index * 3 + at, amount]),
        ),
      );
      const rules = [rule({ minAmount: min }), rule({ id: 2, basis: 'order', minAmount: min })];
      const first = plan(rules, parcels, { free: new Map([[TOY, stock]]) });
      expect(first.added.length).toBeLessThanOrEqual(stock);
      const gifts = first.added.map((gift, index) => ({
        ...{ ...gift, lineId: index, group: gift.shipmentId, isReserved: true },
      }));
      const free = new Map([[TOY, stock - first.added.length]]);
      expect(plan(rules, parcels, { standing: gifts, free })).toEqual({
        removedLineIds: [],
        added: [],
      });
    }),
  );
});
