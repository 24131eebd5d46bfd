import { expect, it } from 'vitest';
import { planCountUndo, type Released } from './count-undo-plan';

const change = (variantId: number, qty: number, isCountedSince = false) => ({
  ...{ variantId, qty, isCountedSince },
});
const shelves = (...rows: [variantId: number, onHand: number, allocated: number][]) =>
  new Map(rows.map(([variantId, onHand, allocated]) => [variantId, { onHand, allocated }]));
const released = (
  shipmentId: number,
  held: Record<number, number>,
  isUntouched = true,
): Released => ({
  ...{ shipmentId, isUntouched },
  held: new Map(Object.entries(held).map(([id, qty]) => [Number(id), qty])),
});

it('gives back the units, and then to every parcel what it held', () => {
  const plan = planCountUndo([change(1, -3)], shelves([1, 3, 2]), [
    released(11, { 1: 2 }),
    released(12, { 1: 2 }),
  ]);
  expect(plan).toEqual({ variantIds: [1], shipmentIds: [11, 12] });
});

it('leaves a variant whose found units are reserved by now, or that was counted again', () => {
  const changes = [change(1, 5), change(2, 5), change(3, -2, true)];
  const plan = planCountUndo(changes, shelves([1, 8, 4], [2, 9, 4], [3, 1, 0]), []);
  expect(plan.variantIds).toEqual([2]);
});

it('leaves parcels that were touched, and those for which there is not all of it', () => {
  const plan = planCountUndo([change(1, -1), change(2, -9, true)], shelves([1, 2, 0], [2, 0, 0]), [
    released(11, { 1: 1 }, false),
    released(12, { 1: 2, 2: 1 }),
    released(13, { 1: 3 }),
    released(14, { 1: 1 }),
  ]);
  expect(plan.shipmentIds).toEqual([13]);
});
