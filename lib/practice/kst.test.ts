import { expect, it } from 'vitest';
import { fromKst, kstDay, kstIso, kstSeconds, kstWithoutZone } from './kst';

const lateEvening = new Date('2026-01-14T15:30:05.250Z');

it('a moment after three in the afternoon UTC is the next day in Seoul', () => {
  expect(kstDay(lateEvening)).toBe('2026-01-15');
  expect(kstIso(lateEvening)).toBe('2026-01-15T00:30:05+09:00');
  expect(kstSeconds(lateEvening)).toBe('2026-01-15 00:30:05');
  expect(kstWithoutZone(lateEvening)).toBe('2026-01-15T00:30:05.250');
});

it.each([
  ['2026-01-15', '2026-01-14T15:00:00.000Z'],
  ['2026-01-15T12:30', '2026-01-15T03:30:00.000Z'],
  ['2026-01-15 12:30:45', '2026-01-15T03:30:45.000Z'],
])('%s is read as time in Seoul', (text, moment) => {
  expect(fromKst(text)?.toISOString()).toBe(moment);
});

it.each(['2026-02-31', '2026-13-01', '2026-01-15T24:30', '15.01.2026', '2026-01-15+09:00', ''])(
  '%s is no date',
  (text) => {
    expect(fromKst(text)).toBeNull();
  },
);
