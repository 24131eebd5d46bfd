import { expect, it } from 'vitest';
import { toCancelledOrders, toClaims } from './claim-mapper';

const claim = {
  SiteType: 3,
  PayNo: 5412345678,
  OrderNo: 4012345670,
  ReasonDetail: '단순 변심',
  OrderDate: '2026-01-14T17:32:19.75',
  RequestDate: '2026-01-15T09:56:03.357',
};

it('names a claim by its order, kind and minute: the marketplaces give it no number', () => {
  const { claims, faults } = toClaims('cancel', [{ ...claim, CancelStatus: 1 }]);
  expect(faults).toEqual([]);
  expect(claims).toMatchObject([
    {
      claimNo: '4012345670-cancel-202601150956',
      orderNo: '4012345670',
      lineKey: '4012345670',
      kind: 'cancel',
      state: 'requested',
      quantity: 0,
      reason: '단순 변심',
      requestedAt: new Date('2026-01-15T00:56:03.357Z'),
    },
  ]);
});

it.each([
  ['cancel', 'CancelStatus', ['requested', 'accepted', 'done', 'withdrawn', 'done']],
  ['return', 'ReturnStatus', ['requested', 'accepted', 'accepted', 'done', 'withdrawn', 'done']],
  ['exchange', 'ExchangeStatus', ['requested', 'accepted', 'accepted', 'done', 'withdrawn']],
] as const)('knows how far each %s is', (kind, field, states) => {
  const rows = states.map((_, index) => ({ ...claim, [field]: index + 1 }));
  const { claims } = toClaims(kind, rows);
  expect(claims.map((read) => [read.kind, read.state])).toEqual(
    states.map((state) => [kind, state]),
  );
});

it.each([
  [1, { PickupInfo: { CompleteDate: null }, ResendInfo: { InvoiceNo: null } }, 'none'],
  [2, {}, 'collected'],
  [3, { PickupInfo: { CompleteDate: '2026-01-15T10:00:00' } }, 'collected'],
  [3, { ResendInfo: { InvoiceNo: 680405450931 } }, 'resent'],
] as const)('knows how far the goods of an exchange at %i are: %j', (status, told, progress) => {
  const { claims } = toClaims('exchange', [{ ...claim, ExchangeStatus: status, ...told }]);
  expect(claims).toMatchObject([{ progress }]);
});

it('takes a refund after the payout for the return that it is', () => {
  const { claims } = toClaims('cancel', [{ ...claim, CancelStatus: 6 }]);
  expect(claims).toMatchObject([{ kind: 'return', state: 'done' }]);
});

it('lets nothing leave under a state that nobody knows', () => {
  const { claims } = toClaims('cancel', [{ ...claim, CancelStatus: 7 }]);
  expect(claims).toMatchObject([{ kind: 'cancel', state: 'requested' }]);
});

it('reads the others when one cannot be read', () => {
  const { claims, faults } = toClaims('return', [
    { ...claim, OrderNo: null, ReturnStatus: 1 },
    { ...claim, ReturnStatus: 1 },
    claim,
  ]);
  expect(claims).toHaveLength(1);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toContain('OrderNo');
});

it('takes for cancelled what is agreed to, and neither a request, a withdrawal nor a refund', () => {
  const rows = [1, 2, 3, 4, 5, 6].map((CancelStatus) => ({
    ...claim,
    OrderNo: CancelStatus,
    PayDate: '2026-01-14T17:33:00',
    CancelStatus,
  }));
  const { orders, faults } = toCancelledOrders([...rows, { ...claim, OrderNo: null }]);
  const paidAt = new Date('2026-01-14T08:33:00Z');
  expect(orders).toEqual(['2', '3', '5'].map((orderNo) => ({ orderNo, paidAt })));
  expect(faults).toHaveLength(1);
});
