import { expect, it } from 'vitest';
import {
  endOfSeoulDay,
  parseTime,
  seoulDay,
  seoulDaySlices,
  seoulMinute,
  seoulZoned,
} from './seoul-time';

it('writes the clock of Seoul', () => {
  const time = new Date('2026-01-14T15:30:59Z');
  expect(seoulDay(time)).toBe('2026-01-15');
  expect(seoulMinute(time)).toBe('2026-01-15T00:30');
  expect(seoulZoned(time)).toBe('2026-01-15T00:30:59.000+09:00');
});

it('reads a time without a zone as Seoul time and keeps a given zone', () => {
  const noon = new Date('2026-01-15T03:00:00Z');
  expect(parseTime('2026-01-15T12:00:00.000')).toEqual(noon);
  expect(parseTime('2026-01-15 12:00:00')).toEqual(noon);
  expect(parseTime('2026-01-15T12:00:00+09:00')).toEqual(noon);
  expect(parseTime('2026-01-14T19:00:00.000000-08:00')).toEqual(noon);
  expect(parseTime('2026-01-15')).toEqual(new Date('2026-01-14T15:00:00Z'));
  expect(parseTime('soon')).toBeNull();
  expect(parseTime('')).toBeNull();
});

it('ends a shipping day with the last second of that day in Seoul', () => {
  expect(endOfSeoulDay('2026-01-15')).toEqual(new Date('2026-01-15T14:59:59Z'));
  expect(endOfSeoulDay('')).toBeNull();
});

it('covers a period with whole days in slices that do not overlap', () => {
  const period = { from: new Date('2026-01-01T16:00:00Z'), to: new Date('2026-02-05T01:00:00Z') };
  expect(seoulDaySlices(period, 31)).toEqual([
    { first: '2026-01-02', last: '2026-02-01' },
    { first: '2026-02-02', last: '2026-02-05' },
  ]);
  expect(seoulDaySlices({ from: period.from, to: period.from }, 1)).toEqual([
    { first: '2026-01-02', last: '2026-01-02' },
  ]);
});
