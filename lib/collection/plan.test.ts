import { describe, expect, it } from 'vitest';
import { claimPeriod, planManual, planRun } from './plan';

const now = new Date('2026-03-02T03:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const HOUR = 60;
const DAY = 24 * HOUR;

describe('the next automatic collection', () => {
  it('takes at first only 배송준비중 of the last 12 hours', () => {
    expect(planRun({ watermark: null, rereadAt: null }, false, now)).toEqual({
      kind: 'first',
      states: 'ready',
      from: ago(12 * HOUR),
      to: now,
    });
  });

  it('reads on from the watermark with half an hour of overlap', () => {
    expect(planRun({ watermark: ago(10), rereadAt: ago(20) }, false, now)).toEqual({
      kind: 'window',
      states: 'open',
      from: ago(40),
      to: now,
    });
  });

  it('reads all open states of 14 days again at least hourly', () => {
    const plan = planRun({ watermark: ago(10), rereadAt: ago(55) }, false, now);
    expect(plan).toMatchObject({ kind: 'reread', from: ago(14 * DAY) });
    expect(planRun({ watermark: ago(10), rereadAt: null }, false, now).kind).toBe('reread');
  });

  it('has no need to where the marketplace tells changes', () => {
    expect(planRun({ watermark: ago(10), rereadAt: null }, true, now).kind).toBe('window');
  });

  it('leaves no gap after a silence longer than the re-read reaches', () => {
    const plan = planRun({ watermark: ago(20 * DAY), rereadAt: ago(20 * DAY) }, false, now);
    expect(plan.from).toEqual(ago(20 * DAY + 30));
  });
});

describe('a period chosen by a person', () => {
  it('may be up to 31 days and ends now at the latest', () => {
    const from = ago(31 * DAY);
    expect(planManual({ from, until: new Date(now.getTime() + 1000) }, now)).toMatchObject({
      from,
      to: now,
    });
    expect(planManual({ from: ago(31 * DAY + 1), until: now }, now)).toBeNull();
  });

  it('may not be empty', () => {
    expect(planManual({ from: now, until: now }, now)).toBeNull();
    expect(planManual({ from: ago(-10), until: ago(-20) }, now)).toBeNull();
  });
});

it('reads claims of a run’s period and the month after it, not beyond now', () => {
  expect(claimPeriod({ from: ago(60), to: ago(30) }, now)).toEqual({ from: ago(60), to: now });
  const old = claimPeriod({ from: ago(90 * DAY), to: ago(80 * DAY) }, now);
  expect(old.to).toEqual(ago(49 * DAY));
});
