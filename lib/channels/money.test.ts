import { expect, it } from 'vitest';
import { minorUnits } from './money';

it('counts won as won and dollars as cents', () => {
  expect(minorUnits('30000.00', 'KRW')).toBe(30000);
  expect(minorUnits('12.3', 'USD')).toBe(1230);
  expect(minorUnits('19.99', 'USD')).toBe(1999);
  expect(minorUnits('-3000', 'KRW')).toBe(-3000);
});

it('rounds what is finer than the minor unit', () => {
  expect(minorUnits('1999.50', 'KRW')).toBe(2000);
  expect(minorUnits('1999.49', 'KRW')).toBe(1999);
});

it('refuses what is no amount', () => {
  expect(() => minorUnits('', 'KRW')).toThrow(RangeError);
  expect(() => minorUnits('1,000', 'KRW')).toThrow(RangeError);
  expect(() => minorUnits('99999999999999999', 'KRW')).toThrow(RangeError);
});
