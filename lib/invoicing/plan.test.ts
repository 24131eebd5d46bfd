import { describe, expect, it } from 'vitest';
import { MAX_EXPORT_ROWS, planExport } from './exports/export-plan';
import { type InvoicableShipment, planNumbers, printVerdictOf } from './plan';
import { invoiceRules } from './reasons';

const ready = (changes: Partial<InvoicableShipment> = {}): InvoicableShipment => ({
  stage: 'allocated',
  holdKinds: [],
  requestedExportId: null,
  shipMethod: 'parcel',
  ...changes,
});

const found = (...shipments: [number, InvoicableShipment][]) => new Map(shipments);

describe('numbers of ranges', () => {
  it('follow the order asked for, through one range into the next', () => {
    const plan = planNumbers([3, 1, 2], found([1, ready()], [2, ready()], [3, ready()]), [
      { rangeId: 7, nextSerial: 9, toSerial: 10 },
      { rangeId: 8, nextSerial: 100, toSerial: 200 },
    ]);
    expect(plan.numbered).toEqual([
      { shipmentId: 3, rangeId: 7, serial: 9 },
      { shipmentId: 1, rangeId: 7, serial: 10 },
      { shipmentId: 2, rangeId: 8, serial: 100 },
    ]);
  });

  it('leave out what is used, and give one number to a parcel named twice', () => {
    const ranges = [{ rangeId: 7, nextSerial: 1, toSerial: 9 }];
    const plan = planNumbers([1, 1], found([1, ready()]), ranges, new Set([1, 2]));
    expect(plan.numbered).toEqual([{ shipmentId: 1, rangeId: 7, serial: 3 }]);
  });

  it('count what they lack', () => {
    const ranges = [{ rangeId: 7, nextSerial: 9, toSerial: 9 }];
    expect(
      planNumbers([1, 2, 3], found([1, ready()], [2, ready()], [3, ready()]), ranges),
    ).toMatchObject({ missing: 2 });
    expect(planNumbers([1], found([1, ready()]), [])).toMatchObject({ missing: 1 });
  });

  it.each([
    [ready({ stage: 'ready' }), 'notAllocated'],
    [ready({ stage: 'shipped' }), 'notAllocated'],
    [ready({ stage: 'invoiced' }), 'alreadyInvoiced'],
    [ready({ holdKinds: ['claim'] }), 'held'],
    [ready({ requestedExportId: 4 }), 'requested'],
    [ready({ shipMethod: 'pickup' }), 'otherMethod'],
    [undefined, 'unknown'],
  ] as const)('are refused to %j, and take none from the range', (shipment, rule) => {
    const shipments = shipment ? found([1, shipment], [2, ready()]) : found([2, ready()]);
    const plan = planNumbers([1, 2], shipments, [{ rangeId: 7, nextSerial: 5, toSerial: 5 }]);
    expect(plan).toEqual({
      numbered: [{ shipmentId: 2, rangeId: 7, serial: 5 }],
      refused: [{ shipmentId: 1, rule: invoiceRules[rule] }],
      missing: 0,
    });
  });
});

describe('labels', () => {
  it('need a number and no hold', () => {
    expect(printVerdictOf({ stage: 'invoiced', waybillNo: '1', holdKinds: [] })).toBeNull();
    expect(printVerdictOf({ stage: 'invoiced', waybillNo: null, holdKinds: [] })).toBe('noNumber');
    expect(printVerdictOf({ stage: 'invoiced', waybillNo: '1', holdKinds: ['claim'] })).toBe(
      'held',
    );
    expect(printVerdictOf(undefined)).toBe('unknown');
  });

  it.each([
    ['invoiced', null],
    ['shipped', null],
    ['delivered', null],
    ['cancelled', 'cancelled'],
    ['ready', 'noNumber'],
    ['allocated', 'noNumber'],
  ])('of a parcel at stage %s', (stage, verdict) => {
    expect(printVerdictOf({ stage, waybillNo: '1', holdKinds: [] })).toBe(verdict);
  });
});

describe('what goes out to the courier', () => {
  const shipments = found(
    [1, ready()],
    [2, ready({ requestedExportId: 9 })],
    [3, ready({ holdKinds: ['operator'], requestedExportId: 9 })],
    [4, ready({ shipMethod: 'quick' })],
  );

  it('leaves out what is out already', () => {
    expect(planExport([1, 2, 3, 4], shipments, false).exportedIds).toEqual([1]);
  });

  it('takes it again where that was ticked, but never what is held', () => {
    const plan = planExport([1, 2, 3], shipments, true);
    expect(plan.exportedIds).toEqual([1, 2]);
    expect(plan.refused).toEqual([{ shipmentId: 3, rule: invoiceRules.held }]);
  });

  it('a CSV takes more rows than a workbook', () => {
    expect(MAX_EXPORT_ROWS).toEqual({ xlsx: 10_000, csv: 80_000 });
  });
});
