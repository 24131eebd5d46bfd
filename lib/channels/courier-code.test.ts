import { expect, it } from 'vitest';
import { courierCodeFor } from './courier-code';

it("is the mall's own code, else the adapter's", () => {
  expect(courierCodeFor('coupang', 'cj', null)).toBe('CJGLS');
  expect(courierCodeFor('coupang', 'cj', 'CJ2')).toBe('CJ2');
  expect(courierCodeFor('hottracks', 'cj', 'CJ2')).toBe('CJ2');
});

it('is none where nobody knows one, and where the mall has emptied it', () => {
  expect(courierCodeFor('coupang', 'cj', '')).toBeNull();
  expect(courierCodeFor('coupang', 'other', null)).toBeNull();
  expect(courierCodeFor('coupang', 'pigeon', null)).toBeNull();
  expect(courierCodeFor('hottracks', 'cj', null)).toBeNull();
});
