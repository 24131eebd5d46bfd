import { expect, it } from 'vitest';
import { collectedLine, collectedOrder } from '@/lib/shipments/intake/testing-intake';
import { cancelledIn, listedIn } from './reconcile-plan';

const window = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') };
const paid = (orderNo: string, at: string) => ({
  ...collectedOrder(orderNo),
  paidAt: new Date(at),
});

it('counts each order paid in the window once, and what cannot be read', () => {
  const orders = [
    paid('before', '2026-02-28T23:59:59Z'),
    paid('first', '2026-03-01T00:00:00Z'),
    paid('first', '2026-03-01T00:00:00Z'),
    paid('last', '2026-03-01T23:59:59Z'),
    paid('after', '2026-03-02T00:00:00Z'),
    { ...paid('gift', '2026-02-01T00:00:00Z'), acceptedSince: window.from },
    { ...collectedOrder('unpaid'), paidAt: null, orderedAt: new Date('2026-03-01T09:00:00Z') },
  ];
  const malformed = [
    { orderNo: 'broken', reason: '', raw: {} },
    { orderNo: null, reason: '', raw: {} },
  ];
  const listed = listedIn({ orders, malformed }, window).map((order) => order.orderNo);
  expect(listed).toEqual(['first', 'last', 'gift', 'unpaid', 'broken']);
});

it('tells an order apart of which nothing is left, wherever its lines stand', () => {
  const line = (key: string, state: 'cancelled' | 'delivered') =>
    collectedOrder(key.split(':')[0] ?? '', [collectedLine(key, { state, quantity: 2 })]);
  const orders = [
    line('gone:1', 'cancelled'),
    line('part:1', 'delivered'),
    line('part:2', 'cancelled'),
  ];
  const listed = listedIn({ orders, malformed: [] }, { ...window, from: new Date(0) });
  expect(listed.map(({ orderNo, isCancelled }) => [orderNo, isCancelled])).toEqual([
    ['gone', true],
    ['part', false],
  ]);
});

it('counts each cancelled order that was paid in the window once', () => {
  const at = (orderNo: string, paidAt: string) => ({ orderNo, paidAt: new Date(paidAt) });
  const orders = [
    at('before', '2026-02-28T23:59:59Z'),
    at('gone', '2026-03-01T00:00:00Z'),
    at('gone', '2026-03-01T00:00:00Z'),
    at('after', '2026-03-02T00:00:00Z'),
  ];
  expect(cancelledIn(orders, window)).toEqual([
    { orderNo: 'gone', paidAt: new Date('2026-03-01T00:00:00Z'), isCancelled: true },
  ]);
});
