import { expect, it } from 'vitest';
import { domesticPhone } from './phone';

it.each([
  [' +82 10-1234-5678', '010-1234-5678'],
  ['+821012345678', '010-1234-5678'],
  ['+82(0)10-1234-5678', '010-1234-5678'],
  ['01012345678', '010-1234-5678'],
  ['010-123-4567', '010-123-4567'],
  ['0502-1234-5678', '0502-1234-5678'],
  ['050212345678', '0502-1234-5678'],
  ['0502 123 4567', '0502-123-4567'],
  ['02-312-4567', '02-312-4567'],
  ['0231234567', '02-3123-4567'],
  ['031 123 4567', '031-123-4567'],
  ['15881234', '1588-1234'],
])('%s is the domestic number %s', (given, domestic) => {
  expect(domesticPhone(given)).toBe(domestic);
});

it('only trims what is no Korean number', () => {
  expect(domesticPhone(' +1(555)444-1234 ')).toBe('+1(555)444-1234');
  expect(domesticPhone('010-****-5678')).toBe('010-****-5678');
  expect(domesticPhone('없음')).toBe('없음');
  expect(domesticPhone(null)).toBe('');
});
