import { expect, it } from 'vitest';
import { planEdit } from './edit-recipient-plan';

const part = (id: number, orderId: number, homeShipmentId: number) => ({
  id,
  orderId,
  homeShipmentId,
  qty: 1,
});
const bundle = [part(1, 10, 100), part(2, 20, 200), part(3, 30, 300)];

it('a note or a fuller phone changes the parcel in place', () => {
  expect(planEdit({ shipmentId: 100, orderId: 20, leavesBundle: false }, bundle)).toEqual({
    shipmentId: 100,
    leavingPartIds: [],
  });
});

it('the order at home keeps the parcel, and the others leave it', () => {
  expect(planEdit({ shipmentId: 100, orderId: 10, leavesBundle: true }, bundle)).toEqual({
    shipmentId: 100,
    leavingPartIds: [2, 3],
  });
});

it('any other order leaves by itself for its own parcel', () => {
  expect(planEdit({ shipmentId: 100, orderId: 30, leavesBundle: true }, bundle)).toEqual({
    shipmentId: 300,
    leavingPartIds: [3],
  });
});

it('an order that lies elsewhere by now changes nothing', () => {
  expect(planEdit({ shipmentId: 100, orderId: 40, leavesBundle: true }, bundle)).toBeNull();
});
