import { expect, it } from 'vitest';
import type { BookingAnswer } from '@/lib/couriers/api/courier-api';
import { invoiceRules } from '../reasons';
import { planAnswers } from './plan-answers';

const free = { stage: 'allocated', holdKinds: [], requestedExportId: null, shipMethod: 'parcel' };
const sorting = { code: 'A1 B2', place: '이천' };

function planOf(
  answers: BookingAnswer[],
  changes: Partial<Parameters<typeof planAnswers>[0]> = {},
) {
  return planAnswers({
    asked: [{ id: 7, shipmentId: 1, contentHash: 'then', askedAt: '2026-01-15', attempts: 1 }],
    answers: new Map(answers.map((answer) => [answer.key, answer])),
    open: new Set([7]),
    found: new Map([[1, free]]),
    hashes: new Map([[1, 'then']]),
    isLegal: () => true,
    taken: new Set(),
    ...changes,
  });
}

const number: BookingAnswer = { key: '7', waybillNo: '123', sorting };

it('puts the number on the parcel and keeps its sorting data', () => {
  expect(planOf([number])).toEqual({
    numbered: [{ shipmentId: 1, waybillNo: '123' }],
    refused: [],
    settled: [
      {
        id: 7,
        state: 'issued',
        waybillNo: '123',
        sortingCode: 'A1 B2',
        sortingPlace: '이천',
        error: null,
      },
    ],
  });
});

it.each([
  ['was held meanwhile', { found: new Map([[1, { ...free, holdKinds: ['claim'] }]]) }, 'held'],
  ['changed meanwhile', { hashes: new Map([[1, 'now']]) }, 'changedMeanwhile'],
  ['got an impossible number', { isLegal: () => false }, 'refusedByCourier'],
] as const)('gives back the number of a parcel that %s', (_, changes, rule) => {
  const plan = planOf([number], changes);
  expect(plan.numbered).toEqual([]);
  expect(plan.refused).toEqual([{ shipmentId: 1, rule: invoiceRules[rule] }]);
  expect(plan.settled).toMatchObject([{ id: 7, state: 'to_cancel', waybillNo: '123' }]);
});

it('gives back the number of another parcel by its key alone', () => {
  const plan = planOf([number], { taken: new Set(['123']) });
  expect(plan.numbered).toEqual([]);
  expect(plan.refused).toEqual([{ shipmentId: 1, rule: invoiceRules.numberTaken }]);
  expect(plan.settled).toMatchObject([{ id: 7, state: 'to_cancel', waybillNo: null }]);
});

it('numbers the first of two parcels that got one number', () => {
  const asked = { contentHash: 'then', askedAt: '2026-01-15', attempts: 1 };
  const plan = planOf([number, { ...number, key: '8' }], {
    asked: [
      { ...asked, id: 7, shipmentId: 1 },
      { ...asked, id: 8, shipmentId: 2 },
    ],
    open: new Set([7, 8]),
    found: new Map([1, 2].map((id) => [id, free])),
    hashes: new Map([1, 2].map((id) => [id, 'then'])),
  });
  expect(plan.numbered).toEqual([{ shipmentId: 1, waybillNo: '123' }]);
  expect(plan.refused).toEqual([{ shipmentId: 2, rule: invoiceRules.numberTaken }]);
});

it('keeps the question open where no answer came', () => {
  const plan = planOf([]);
  expect(plan.settled).toEqual([]);
  expect(plan.refused).toEqual([{ shipmentId: 1, rule: invoiceRules.courierSilent }]);
});

it('closes it with the words of a courier that refuses', () => {
  const plan = planOf([{ key: '7', refused: 'ERROR-03 주소를 찾을 수 없습니다.' }]);
  expect(plan.settled).toMatchObject([
    { state: 'failed', error: 'ERROR-03 주소를 찾을 수 없습니다.' },
  ]);
});

it('touches nothing that another operator has settled meanwhile', () => {
  const plan = planOf([number], { open: new Set() });
  expect([plan.numbered, plan.settled]).toEqual([[], []]);
  expect(plan.refused).toEqual([{ shipmentId: 1, rule: invoiceRules.alreadyInvoiced }]);
});
