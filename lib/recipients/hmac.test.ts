import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacUnder } from './hmac';

it('is the HMAC-SHA256 that node computes', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'grapheme', maxLength: 200 }), (key, text) => {
      const expected = createHmac('sha256', key).update(text).digest('hex');
      expect(hmacUnder(key)(text)).toBe(expected);
    }),
  );
});

it('refuses a key it would not pad as the standard does', () => {
  expect(() => hmacUnder('k'.repeat(65))).toThrow();
  expect(() => hmacUnder('열쇠')).toThrow();
});
