import { describe, expect, it } from 'vitest';
import { healthOf } from './channel-health';

const now = new Date('2026-03-02T03:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const DAY = 24 * 60;

describe('how a channel stands', () => {
  const channel = {
    isAutomatic: true,
    intervalMinutes: 10,
    lastSuccessAt: ago(5),
    failuresInARow: 0,
    createdAt: ago(100 * DAY),
  };

  it('is late without a success for twice its interval', () => {
    expect(healthOf({ ...channel, lastSuccessAt: ago(20) }, now)).toBe('good');
    expect(healthOf({ ...channel, lastSuccessAt: ago(21) }, now)).toBe('late');
    expect(healthOf({ ...channel, lastSuccessAt: null }, now)).toBe('late');
  });

  it('has failed when its last collection gave up', () => {
    expect(healthOf({ ...channel, failuresInARow: 1 }, now)).toBe('failed');
  });

  it('is not late where nobody collects by itself, nor when it is new', () => {
    expect(healthOf({ ...channel, isAutomatic: false, lastSuccessAt: ago(DAY) }, now)).toBe('good');
    expect(healthOf({ ...channel, lastSuccessAt: null, createdAt: ago(3) }, now)).toBe('never');
  });
});
