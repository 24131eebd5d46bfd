import { expect, it } from 'vitest';
import { readJson, writeJson } from './json';

it('an id of 18 digits survives reading and writing', () => {
  const text = '{"shipmentBoxId":642538970006401429,"orderId":500000596}';
  const read = readJson(text) as { shipmentBoxId: string; orderId: number };
  expect(read).toEqual({ shipmentBoxId: '642538970006401429', orderId: 500000596 });
  expect(writeJson({ shipmentBoxId: BigInt(read.shipmentBoxId), orderId: read.orderId })).toBe(
    text,
  );
});

it('long digits inside a string, a fraction or an exponent are left alone', () => {
  const text =
    '{"note":"642538970006401429 \\" 642538970006401429","rate":0.1234567890123456789,"big":1e20}';
  expect(readJson(text)).toEqual({
    note: '642538970006401429 " 642538970006401429',
    rate: 0.12345678901234568,
    big: 1e20,
  });
});

it('writes what JSON.stringify writes where no bigint is involved', () => {
  const value = { a: [1, null, 'é"\n', { b: undefined, c: true }], d: new Date(0), e: {} };
  expect(writeJson(value)).toBe(JSON.stringify(value));
});
