import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stage } from '../stages';
import { planRetirement } from './retire-plan';

const parcel = (
  id: number,
  stage: Stage = 'allocated',
  requestedExportId: number | null = null,
) => ({
  id,
  stage,
  requestedExportId,
});

it('takes units that reserve no stock before those that do', () => {
  const parts = [
    { id: 1, shipmentId: 10, qty: 2, allocatedQty: 2 },
    { id: 2, shipmentId: 11, qty: 2, allocatedQty: 0 },
  ];
  const shipments = new Map([parcel(10), parcel(11, 'ready')].map((one) => [one.id, one]));
  expect(planRetirement(parts, shipments, 3)).toEqual({
    changes: [
      { partId: 2, shipmentId: 11, qty: 0, allocatedQty: 0 },
      { partId: 1, shipmentId: 10, qty: 1, allocatedQty: 1 },
    ],
    retiredQty: 3,
    stuckShipmentIds: [],
  });
});

it('leaves what is invoiced or with the courier’s program to a person', () => {
  const parts = [
    { id: 1, shipmentId: 10, qty: 1, allocatedQty: 1 },
    { id: 2, shipmentId: 11, qty: 1, allocatedQty: 1 },
    { id: 3, shipmentId: 12, qty: 1, allocatedQty: 1 },
  ];
  const shipments = new Map(
    [parcel(10, 'invoiced'), parcel(11, 'allocated', 5), parcel(12)].map((one) => [one.id, one]),
  );
  expect(planRetirement(parts, shipments, 3)).toMatchObject({
    retiredQty: 1,
    stuckShipmentIds: [11, 10],
  });
});

it('touches nothing that has left', () => {
  const parts = [{ id: 1, shipmentId: 10, qty: 2, allocatedQty: 2 }];
  const shipments = new Map([[10, parcel(10, 'shipped')]]);
  expect(planRetirement(parts, shipments, 2)).toEqual({
    changes: [],
    retiredQty: 0,
    stuckShipmentIds: [],
  });
});

it('never takes more than was cancelled, nor reserves more than is left', () => {
  const part = fc
    .record({ qty: fc.integer({ min: 0, max: 9 }), reserved: fc.integer({ min: 0, max: 9 }) })
    .map(({ qty, reserved }) => ({ qty, allocatedQty: Math.min(qty, reserved) }));
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.integer({ min: 0, max: 30 }),
      (given, cancelled) => {
        const parts = given.map((one, index) => ({ ...one, id: index, shipmentId: index }));
        const shipments = new Map(parts.map(({ id }) => [id, parcel(id)]));
        const plan = planRetirement(parts, shipments, cancelled);
        const standing = parts.reduce((sum, { qty }) => sum + qty, 0);
        expect(plan.retiredQty).toBe(Math.min(cancelled, standing));
        const taken = plan.changes.map((change) => (parts[change.partId]?.qty ?? 0) - change.qty);
        expect(taken.reduce((sum, qty) => sum + qty, 0)).toBe(plan.retiredQty);
        expect(
          plan.changes.every(({ qty, allocatedQty }) => 0 <= allocatedQty && allocatedQty <= qty),
        ).toBe(true);
      },
    ),
  );
});
