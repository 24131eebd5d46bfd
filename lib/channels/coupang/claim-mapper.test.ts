import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../json';
import { fixture } from '../testing';
import { toExchangeClaims, toReturnClaims, toWithdrawals } from './claim-mapper';

const rowsOf = (name: string) =>
  z
    .object({ data: z.array(z.record(z.string(), z.unknown())) })
    .parse(parseJson(fixture(`coupang/fixtures/${name}.json`))).data;
const returns = () => toReturnClaims(rowsOf('return-requests')).claims;

it('makes a claim of each item of a stop-shipment request, with its quantity', () => {
  expect(returns().slice(0, 2)).toMatchObject([
    {
      claimNo: '50229613',
      orderNo: '22000009546234',
      lineKey: '22000009546234-3242596359',
      kind: 'cancel',
      state: 'requested',
      quantity: 1,
      reason: '필요 없어짐 (단순 변심)',
      requestedAt: new Date('2026-01-15T02:20:05Z'),
    },
    { claimNo: '50229613', lineKey: '22000009546234-3242596358', quantity: 2 },
  ]);
});

it('tells goods that come back from goods that never left', () => {
  expect(returns().slice(2)).toMatchObject([
    { kind: 'return', state: 'requested', reason: '고객변심 단순변심(사유없음) · 색이 달라요' },
    { kind: 'cancel', state: 'done' },
  ]);
});

it('takes a stopped shipment for an accepted cancel', () => {
  const [row] = rowsOf('return-requests');
  const item = { vendorItemId: 3242596358, cancelCount: 1, releaseStatus: 'S' };
  const stopped = { ...row, receiptStatus: 'RETURNS_UNCHECKED', returnItems: [item] };
  expect(toReturnClaims([stopped]).claims).toMatchObject([{ kind: 'cancel', state: 'accepted' }]);
});

it('reads exchanges, whose times carry no zone', () => {
  expect(toExchangeClaims(rowsOf('exchange-requests')).claims).toMatchObject([
    {
      claimNo: '101268974',
      lineKey: '22000009547001-3261300889',
      kind: 'exchange',
      state: 'accepted',
      quantity: 1,
      requestedAt: new Date('2026-01-20T01:54:41Z'),
    },
  ]);
});

it.each([
  ['RECEIPT', [], 'none'],
  ['PROGRESS', [], undefined],
  ['PROGRESS', [{ shipmentBoxId: 1, deliveryInvoiceDtos: [] }], 'collected'],
  ['PROGRESS', [{ shipmentBoxId: 1, deliveryInvoiceDtos: [{ invoiceNumber: '6804' }] }], 'resent'],
] as const)('knows by its boxes how far an exchange in %s is: %j', (status, boxes, progress) => {
  const [row] = rowsOf('exchange-requests');
  const told = { ...row, exchangeStatus: status, deliveryInvoiceGroupDtos: boxes };
  expect(toExchangeClaims([told]).claims[0]?.progress).toBe(progress);
});

it('tells of a row that it cannot read and keeps the others', () => {
  const [row, ...rest] = rowsOf('return-requests');
  const { claims, faults } = toReturnClaims([{ ...row, receiptStatus: 'NEW_KIND' }, ...rest]);
  expect(claims).toHaveLength(2);
  expect(faults[0]).toContain('receiptStatus');
});

it('takes back each item that a buyer has taken back', () => {
  const row = {
    cancelId: 50229613,
    orderId: '22000009546234',
    vendorId: 'A00012345',
    refundDeliveryDuty: 'CUS',
    createdAt: '2026-01-15T12:00:00',
    vendorItemIds: [3242596359],
  };
  expect(toWithdrawals([row, { ...row, cancelId: null }])).toMatchObject({
    claims: [{ claimNo: '50229613', lineKey: '22000009546234-3242596359', state: 'withdrawn' }],
    faults: [expect.any(String)],
  });
});
