import { expect, it } from 'vitest';
import { dayOrMinute } from './period-field';

it.each(['2026-11-22', '2026-11-22T16:00', '2028-02-29T23:59'])('takes %s', (text) => {
  expect(dayOrMinute.parse(text)).toBe(text);
});

it.each([
  '2026-99-99',
  '2026-02-31',
  '2026-11-22T24:00',
  '2026-11-22T16:00Z',
  '2026-11-22T',
  '2026-11-2216:00',
  '',
])('refuses %s', (text) => {
  expect(dayOrMinute.safeParse(text).success).toBe(false);
});
