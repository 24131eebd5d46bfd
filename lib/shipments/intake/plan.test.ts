import { expect, it } from 'vitest';
import { mergeOrders, planShipments } from './plan';
import { collectedLine, collectedOrder } from './testing-intake';

const recipient = collectedLine('x').recipient;

it('sends what goes to one recipient in one shipment, whatever the notes', () => {
  const plans = planShipments([
    collectedLine('1:1', { recipient: { ...recipient, note: '문 앞' } }),
    collectedLine('1:2', { recipient: { ...recipient, note: '' } }),
    collectedLine('1:3', { recipient: { ...recipient, note: '부재 시 전화' } }),
  ]);
  expect(plans).toHaveLength(1);
  expect(plans[0]?.recipient.note).toBe('문 앞 / 부재 시 전화');
});

it('plans money before discounts, for what is left to send', () => {
  const line = collectedLine('1:1', {
    quantity: 5,
    cancelledQuantity: 2,
    unitPrice: 1000,
    amount: 4500,
  });
  expect(planShipments([line])).toMatchObject([{ wantedQty: 3, amount: 3000 }]);
});

it('counts in won alone', () => {
  const dollars = { ...collectedLine('1:1', { unitPrice: 1_250 }), currency: 'USD' };
  const won = collectedLine('1:2', { unitPrice: 1_000 });
  expect(planShipments([dollars, won])).toMatchObject([{ wantedQty: 2, amount: 1_000 }]);
});

it('takes the earliest ship-by', () => {
  const [early, late] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-05T00:00:00Z')];
  const lines = [collectedLine('1:1', { shipBy: late }), collectedLine('1:2', { shipBy: early })];
  expect(planShipments(lines)[0]?.shipBy).toEqual(early);
});

it('keeps what left before it was seen apart from what is still to send', () => {
  const lines = [collectedLine('1:1', { state: 'delivered' }), collectedLine('1:2')];
  expect(planShipments(lines).map(({ stage, isHistory }) => [stage, isHistory])).toEqual([
    ['shipped', true],
    ['unmatched', false],
  ]);
});

it('reads a cancelled line as cancelled to the last unit, and no counter below nothing', () => {
  const [order] = mergeOrders([
    collectedOrder('1', [
      collectedLine('1:1', { state: 'cancelled', quantity: 3 }),
      collectedLine('1:2', { quantity: 2, cancelledQuantity: 9 }),
      collectedLine('1:3', { quantity: 2, cancelledQuantity: -1 }),
    ]),
  ]);
  expect(order?.lines.map((line) => line.cancelledQuantity)).toEqual([3, 2, 0]);
});

it('takes the last word on a line that is named twice', () => {
  const [order] = mergeOrders([
    collectedOrder('1', [collectedLine('1:1', { state: 'paid' })]),
    collectedOrder('1', [collectedLine('1:1', { state: 'acknowledged' })]),
  ]);
  expect(order?.lines.map((line) => line.state)).toEqual(['acknowledged']);
});
