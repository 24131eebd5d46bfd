import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Holder, planReleases } from './count-plan';

const holder = (
  shipmentId: number,
  rank: number,
  held: Record<number, number>,
  isInvoiced = false,
): Holder => ({
  shipmentId,
  rank: [rank],
  isInvoiced,
  held: new Map(Object.entries(held).map(([variantId, qty]) => [Number(variantId), qty])),
});

const released = (counted: [number, number, number][], holders: Holder[]) =>
  planReleases(
    counted.map(([variantId, targetQty, allocated]) => ({ variantId, targetQty, allocated })),
    holders,
  ).map((release) => release.shipmentId);

it('takes nothing back where what was counted covers what is reserved', () => {
  expect(released([[1, 3, 3]], [holder(1, 1, { 1: 3 })])).toEqual([]);
});

it('takes back from the last in line first', () => {
  const holders = [holder(1, 1, { 1: 1 }), holder(2, 9, { 1: 1 }), holder(3, 5, { 1: 1 })];
  expect(released([[1, 1, 3]], holders)).toEqual([2, 3]);
});

it('takes from parcels with a number only when the others are not enough', () => {
  const holders = [holder(1, 1, { 1: 1 }), holder(2, 9, { 1: 1 }, true)];
  expect(released([[1, 1, 2]], holders)).toEqual([1]);
  expect(released([[1, 0, 2]], holders)).toEqual([1, 2]);
});

it('lets one parcel that gives back several goods count for all of them', () => {
  const holders = [holder(1, 1, { 2: 1 }), holder(2, 9, { 1: 1, 2: 1 })];
  const counted: [number, number, number][] = [
    [1, 0, 1],
    [2, 1, 2],
  ];
  expect(released(counted, holders)).toEqual([2]);
});

it('says of which goods so many are missing, whatever else the parcel holds', () => {
  const counted = [
    { variantId: 1, targetQty: 2, allocated: 3 },
    { variantId: 2, targetQty: 5, allocated: 5 },
  ];
  expect(planReleases(counted, [holder(1, 1, { 1: 3, 2: 5 })])).toMatchObject([
    { missing: [{ variantId: 1, qty: 1 }] },
  ]);
});

it('always leaves no more reserved than was counted, and asks nobody in vain', () => {
  const parcels = fc.array(
    fc.record({
      rank: fc.nat(5),
      isInvoiced: fc.boolean(),
      first: fc.nat(3),
      second: fc.nat(3),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(parcels, fc.nat(10), fc.nat(10), (given, one, two) => {
      const holders = given.map(({ rank, first, second, isInvoiced }, index) =>
        holder(index, rank, { 1: first, 2: second }, isInvoiced),
      );
      const allocatedOf = (some: Holder[], variantId: number) =>
        some.reduce((sum, { held }) => sum + (held.get(variantId) ?? 0), 0);
      const counted: [number, number, number][] = [
        [1, one, allocatedOf(holders, 1)],
        [2, two, allocatedOf(holders, 2)],
      ];
      const gone = released(counted, holders);
      const left = holders.filter(({ shipmentId }) => !gone.includes(shipmentId));
      expect(allocatedOf(left, 1)).toBeLessThanOrEqual(one);
      expect(allocatedOf(left, 2)).toBeLessThanOrEqual(two);
      const isShort = allocatedOf(holders, 1) > one || allocatedOf(holders, 2) > two;
      expect(gone.length > 0).toBe(isShort);
    }),
  );
});
