import fc from 'fast-check';
import { expect, it } from 'vitest';
import { invoiceRules } from '@/lib/invoicing/reasons';
import { byTime, type Happening } from './happenings';

const at = '2026-11-30T01:00:00Z';

const decision = (runId: number, rule: number): Happening => ({
  ...{ kind: 'decision', at, operator: null, sequence: [runId, 7, rule], runId, rule },
  ...{ runKind: 'invoice', shipmentId: 7, values: [], isUndo: false, isUndone: false },
});

it('tells of one moment in the order in which it happened, however it was read', () => {
  const newestFirst: Happening[] = [
    { kind: 'push', at, operator: null, sequence: [4], shipmentId: 7, ...push },
    decision(12, invoiceRules.printed),
    decision(11, invoiceRules.fromRange),
    { kind: 'change', at, operator: null, sequence: [31], verb: 'b', ...change },
    { kind: 'change', at, operator: null, sequence: [30], verb: 'a', ...change },
    { kind: 'registered', at, operator: null, sequence: [], source: 'channel' },
  ];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(newestFirst, { minLength: newestFirst.length }),
      (happenings) => {
        expect(byTime(happenings)).toEqual(newestFirst);
      },
    ),
  );
});

const push = { state: 'done', waybillNo: '680000000012', answer: '' };
const change = { subject: 'order', subjectId: 1, detail: {} };
