import { expect, it } from 'vitest';
import { askedAs, staysOpen } from './asked';

it('is the same request only while the very same is asked', () => {
  const first = askedAs(null, { shipmentIds: [1, 2] });
  expect(first.requestId).toMatch(/^[0-9a-f]{32}$/);
  expect(askedAs(first, { shipmentIds: [1, 2] })).toBe(first);
  expect(askedAs(first, { shipmentIds: [1, 3] }).requestId).not.toBe(first.requestId);
});

it('knows a form again, whatever has been added to it on its way', () => {
  const form = (qty: string) => {
    const data = new FormData();
    data.set('qty', qty);
    return data;
  };
  const first = askedAs(null, form('1'));
  const sent = form('1');
  sent.set('mallId', '3');
  sent.set('requestId', first.requestId);
  expect(askedAs(first, sent)).toBe(first);
  expect(askedAs(first, form('2'))).not.toBe(first);
});

it('stays open without an answer, and where the answer is that it has come before', () => {
  expect(staysOpen({ isAnswered: false })).toBe(true);
  expect(staysOpen({ isAnswered: true, isRepeated: true })).toBe(true);
  expect(staysOpen({ isAnswered: true })).toBe(false);
});
