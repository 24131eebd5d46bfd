import { describe, expect, it } from 'vitest';
import { daysBefore, koreanDay, koreanPeriod, monthsBefore } from './period';

describe('periods', () => {
  it('a day in Korea begins at 15:00 UTC of the day before', () => {
    expect(koreanDay(new Date('2026-11-21T14:59:59Z'))).toBe('2026-11-21');
    expect(koreanDay(new Date('2026-11-21T15:00:00Z'))).toBe('2026-11-22');
  });

  it('a period of one day holds the whole day', () => {
    const { from, until } = koreanPeriod('2026-11-22', '2026-11-22');
    expect(from.toISOString()).toBe('2026-11-21T15:00:00.000Z');
    expect(until.toISOString()).toBe('2026-11-22T15:00:00.000Z');
  });

  it('a period with times holds its last minute', () => {
    const { from, until } = koreanPeriod('2026-11-22T09:00', '2026-11-22T23:59');
    expect(from.toISOString()).toBe('2026-11-22T00:00:00.000Z');
    expect(until.toISOString()).toBe('2026-11-22T15:00:00.000Z');
  });

  it('a month before the 31st is the last day of a shorter month', () => {
    expect(monthsBefore('2026-03-31', 1)).toBe('2026-02-28');
    expect(monthsBefore('2026-01-15', 1)).toBe('2025-12-15');
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
  });
});
