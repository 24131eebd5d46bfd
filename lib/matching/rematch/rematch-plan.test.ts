import { expect, it } from 'vitest';
import type { Stage } from '@/lib/shipments/stages';
import type { AffectedLine } from './affected';
import { planRematch, readBefore, writeBefore } from './rematch-plan';

const line = (lineId: number, change: Partial<AffectedLine> = {}): AffectedLine => ({
  ...{ lineId, shipmentId: lineId, qty: 2, allocatedQty: 0, unitPrice: 10_000 },
  ...{ before: 7, ruleBefore: 110, odditiesBefore: null, after: 8, ruleAfter: 110, ...change },
});

const parcels = (...stages: [stage: Stage, requestedExportId?: number][]) =>
  new Map(
    stages.map(([stage, requestedExportId = null], index) => [
      index + 1,
      { id: index + 1, stage, requestedExportId },
    ]),
  );

it('matches what waits, changes what is free, holds what has a waybill or is with the courier', () => {
  const plan = planRematch(
    [
      line(1, { before: null }),
      line(2),
      line(3, { allocatedQty: 2 }),
      line(4, { allocatedQty: 2 }),
      line(5, { allocatedQty: 2 }),
    ],
    parcels(['unmatched'], ['ready'], ['allocated'], ['invoiced'], ['allocated', 9]),
  );
  expect(plan.matched.map((row) => row.lineId)).toEqual([1]);
  expect(plan.changed.map((row) => row.lineId)).toEqual([2, 3]);
  expect([...plan.held.keys()]).toEqual([4, 5]);
  expect(plan.givenBackQty).toBe(2);
});

it('leaves alone what has left or gone while the decision waited for its turn', () => {
  const plan = planRematch([line(1), line(2), line(3)], parcels(['shipped'], ['cancelled']));
  expect(plan).toEqual({
    matched: [],
    changed: [],
    held: new Map(),
    cancelled: [],
    givenBackQty: 0,
  });
});

it('reads back how lines stood', () => {
  const lines = [
    { lineId: 1, compositionId: 7, rule: 110, allocatedQty: 2, oddities: [1, 5, 6] },
    { lineId: 2, compositionId: null, rule: null, allocatedQty: 0, oddities: null },
    { lineId: 3, compositionId: 9, rule: 101, allocatedQty: 0, oddities: [] },
  ];
  expect(readBefore(writeBefore(lines))).toEqual(lines);
});
