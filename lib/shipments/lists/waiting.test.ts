import { expect, it } from 'vitest';
import { isOverdue, type WaitingShipment } from './waiting';

const now = new Date('2026-03-02T09:00:00Z');
const parcel = { shipBy: '2026-03-01T14:59:59Z', stage: 'invoiced' } as WaitingShipment;

it('what is still here after its ship-by is overdue, and what has left is not', () => {
  expect(isOverdue(parcel, now)).toBe(true);
  expect(isOverdue({ ...parcel, shipBy: '2026-03-03T14:59:59Z' }, now)).toBe(false);
  expect(isOverdue({ ...parcel, shipBy: null }, now)).toBe(false);
  expect(isOverdue({ ...parcel, stage: 'shipped' }, now)).toBe(false);
  expect(isOverdue({ ...parcel, stage: 'delivered' }, now)).toBe(false);
});
