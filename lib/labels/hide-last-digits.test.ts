import { expect, it } from 'vitest';
import { hideLastDigits } from './hide-last-digits';

it.each([
  ['010-1234-5678', '010-1234-****'],
  ['0212345678', '021234****'],
  ['0502-1234-56-78', '0502-1234-**-**'],
  ['123', '***'],
  ['', ''],
])('hideLastDigits of %j is %j', (phone, masked) => {
  expect(hideLastDigits(phone)).toBe(masked);
});
