import { expect, it } from 'vitest';
import { barsOf, barWidth } from './bars';

const days = [
  { day: '2026-03-02', orders: 3, revenue: 300 },
  { day: '2026-02-27', orders: 1, revenue: 100 },
];

it('draws days without orders too, the oldest first', () => {
  const none = { orders: 0, revenue: 0 };
  expect(barsOf(days, '2026-02-27', '2026-03-03')).toEqual([
    days[1],
    { day: '2026-02-28', ...none },
    { day: '2026-03-01', ...none },
    days[0],
    { day: '2026-03-03', ...none },
  ]);
});

it('draws the latest days of a long period', () => {
  const bars = barsOf(days, '2025-01-01', '2026-03-03');
  expect(bars).toHaveLength(92);
  expect(bars.at(-1)?.day).toBe('2026-03-03');
});

it('a month fills the width of the chart, a few days have broad bars within reason, many keep theirs', () => {
  expect([1, 7, 31, 92].map(barWidth)).toEqual([60, 60, 39, 22]);
});
