import { expect, it } from 'vitest';
import { remainingTime, todayAt } from './remaining';

const now = new Date('2026-03-02T00:30:20Z');

it.each([
  ['2026-03-02T02:44:00Z', '2:14'],
  ['2026-03-02T00:31:00Z', '0:01'],
  ['2026-03-02T00:30:21Z', '0:01'],
  ['2026-03-02T00:30:20Z', '0:00'],
  ['2026-03-01T00:00:00Z', '0:00'],
  ['2026-03-03T14:59:59Z', '38:30'],
])('says of %s that %s is left', (until, left) => {
  expect(remainingTime(new Date(until), now)).toBe(left);
});

it("takes the courier's time as one of Korea's own day", () => {
  expect(todayAt('16:30', now).toISOString()).toBe('2026-03-02T07:30:00.000Z');
  expect(todayAt('08:00', new Date('2026-03-02T16:00:00Z')).toISOString()).toBe(
    '2026-03-02T23:00:00.000Z',
  );
});
