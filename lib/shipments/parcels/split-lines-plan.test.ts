import { expect, it } from 'vitest';
import { planSplit } from './split-lines-plan';

const line = (id: number, qty: number, allocatedQty = 0, orderLineId: number | null = id) => ({
  id,
  orderLineId,
  qty,
  allocatedQty,
});

it('whole lines and single units go, what is reserved stays as far as there is room', () => {
  expect(
    planSplit(
      [
        { lineId: 1, qty: 2 },
        { lineId: 2, qty: 1 },
      ],
      [line(1, 5, 4), line(2, 1, 1), line(3, 1)],
    ),
  ).toEqual({
    moves: [
      { lineId: 1, qty: 2, allocatedQty: 1 },
      { lineId: 2, qty: 1, allocatedQty: 1 },
    ],
  });
});

it('something must go, and something must stay: a gift alone is no parcel', () => {
  expect(planSplit([{ lineId: 1, qty: 0 }], [line(1, 2)])).toEqual({ refused: 'nothing' });
  expect(planSplit([{ lineId: 1, qty: 2 }], [line(1, 2), line(9, 1, 0, null)])).toEqual({
    refused: 'all',
  });
});

it('more than there is, or what lies elsewhere by now, is refused', () => {
  expect(planSplit([{ lineId: 1, qty: 3 }], [line(1, 2)])).toEqual({ refused: 'changed' });
  expect(planSplit([{ lineId: 7, qty: 1 }], [line(1, 2)])).toEqual({ refused: 'changed' });
  expect(planSplit([{ lineId: 9, qty: 1 }], [line(1, 2), line(9, 1, 0, null)])).toEqual({
    refused: 'changed',
  });
});
