import { expect, it } from 'vitest';
import { allocationRules } from './reasons';
import { type Change, changesOf, planUndo } from './undo-plan';

const SHIRT = 1;
const change = (shipmentId: number, before: number): Change => ({
  shipmentId,
  lines: [{ lineId: shipmentId * 10, before }],
  split: null,
});
const standing = (shipmentId: number, allocatedQty: number) =>
  [shipmentId * 10, { shipmentId, allocatedQty, items: [{ variantId: SHIRT, qty: 1 }] }] as const;

it('gives back what one took before it looks whether there is enough for another', () => {
  const { restored, lacks } = planUndo(
    [change(1, 2), change(2, 0)],
    new Map([standing(1, 0), standing(2, 2)]),
    new Map([[SHIRT, 0]]),
  );
  expect(restored.map((row) => row.shipmentId)).toEqual([2, 1]);
  expect(lacks).toEqual([]);
});

it('keeps what it cannot put back, and says what is gone', () => {
  const { restored, lacks } = planUndo(
    [change(1, 2), change(2, 1)],
    new Map([standing(1, 0), standing(2, 0)]),
    new Map([[SHIRT, 1]]),
  );
  expect(restored.map((row) => row.shipmentId)).toEqual([2]);
  expect(lacks).toEqual([{ shipmentId: 1, variantId: SHIRT, needed: 2, available: 1 }]);
});

it('counts only shipments whose reserved units the run changed or that it split', () => {
  const { whole, noneOfStock, partlyOfStock, splitRest } = allocationRules;
  const changes = changesOf([
    { shipmentId: 1, rule: whole.number, values: [], before: [0, 0, 0, 10, 0] },
    { shipmentId: 2, rule: noneOfStock.number, values: [1, 2, 0, 0], before: [0, 0, 0] },
    { shipmentId: 3, rule: partlyOfStock.number, values: [], before: [0, 0, 0, 30, 0] },
    { shipmentId: 4, rule: splitRest.number, values: [3], before: [3, 0] },
  ]);
  expect(changes).toEqual([
    { shipmentId: 1, lines: [{ lineId: 10, before: 0 }], split: null },
    {
      shipmentId: 3,
      lines: [{ lineId: 30, before: 0 }],
      split: { served: 3, rest: 4, groupBefore: null },
    },
  ]);
});
