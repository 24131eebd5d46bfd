import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJson, writeJson } from './json';

it('keeps every digit of an 18-digit id', () => {
  expect(parseJson('{"shipmentBoxId": 642538970006401429, "n": [-9007199254740993]}')).toEqual({
    shipmentBoxId: '642538970006401429',
    n: ['-9007199254740993'],
  });
});

it('leaves numbers that fit as numbers', () => {
  expect(parseJson('[9007199254740991, -1, 0, 1.5, 2e3, 1234567890123456.5]')).toEqual([
    9007199254740991, -1, 0, 1.5, 2000, 1234567890123456.5,
  ]);
});

it('does not touch digits inside a text', () => {
  const text = '{"a":"x \\" 642538970006401429, ","642538970006401429":"\\\\"}';
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

it('refuses what JSON.parse refuses', () => {
  for (const text of [
    '{"a": 0642538970006401429}',
    '{642538970006401429: 1}',
    '[642538970006401429 1]',
    '{"a": 642538970006401429',
    '<html>',
    '',
  ]) {
    expect(() => JSON.parse(text)).toThrow();
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});

it('reads any JSON without large integers as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      expect(parseJson(text)).toEqual(
        JSON.parse(text, (_, value) =>
          Number.isInteger(value) && !Number.isSafeInteger(value) ? expect.anything() : value,
        ),
      );
    }),
  );
});

it('writes an id back with the very digits it came with', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (id) => {
      const written = writeJson({ ids: [id], name: '가"나', none: null, yes: true });
      expect(written).toBe(`{"ids":[${id}],"name":"가\\"나","none":null,"yes":true}`);
      expect(parseJson(written)).toMatchObject({
        ids: [Number.isSafeInteger(Number(id)) ? Number(id) : String(id)],
      });
    }),
  );
});
