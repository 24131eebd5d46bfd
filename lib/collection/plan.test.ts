import { describe, expect, it } from 'vitest';
import {
  type ChannelTimes,
  claimPeriod,
  lookBackOf,
  movesWatermark,
  planClaims,
  planManual,
  planRuns,
  readingFrom,
} from './plan';

const now = new Date('2026-03-02T03:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const HOUR = 60;
const DAY = 24 * HOUR;

/** Where one is planned. */
function plannedRun(times: ChannelTimes, hasChangeFeed: boolean, at: Date) {
  const runs = planRuns(times, hasChangeFeed, at);
  expect(runs).toHaveLength(1);
  return runs[0];
}

describe('the next automatic collection', () => {
  it('takes at first only 배송준비중 of the last 12 hours', () => {
    expect(plannedRun({ watermark: null, rereadAt: null }, false, now)).toEqual({
      kind: 'first',
      states: 'ready',
      from: ago(12 * HOUR),
      to: now,
    });
  });

  it('reads on from the watermark with half an hour of overlap', () => {
    expect(plannedRun({ watermark: ago(10), rereadAt: ago(20) }, false, now)).toEqual({
      kind: 'window',
      states: 'open',
      from: ago(40),
      to: now,
    });
  });

  it('reads all open states of 14 days again at least hourly', () => {
    const plan = plannedRun({ watermark: ago(10), rereadAt: ago(55) }, false, now);
    expect(plan).toMatchObject({ kind: 'reread', from: ago(14 * DAY) });
    expect(plannedRun({ watermark: ago(10), rereadAt: null }, false, now)?.kind).toBe('reread');
  });

  it('reads what changed since the watermark where the marketplace tells it', () => {
    expect(planRuns({ watermark: ago(10), rereadAt: ago(20) }, true, now)).toEqual([
      { kind: 'window', states: 'changed', from: ago(40), to: now },
    ]);
    expect(planRuns({ watermark: null, rereadAt: null }, true, now)).toMatchObject([
      { kind: 'first', states: 'ready', from: ago(12 * HOUR) },
    ]);
  });

  it('re-reads the open states beside a feed once after the first, and then daily', () => {
    const kinds = (rereadAt: Date | null) =>
      planRuns({ watermark: ago(10), rereadAt }, true, now).map(({ kind }) => kind);
    expect(kinds(null)).toEqual(['window', 'reread']);
    expect(kinds(ago(DAY - 1))).toEqual(['window']);
    expect(kinds(ago(DAY))).toEqual(['window', 'reread']);
  });

  it('leaves the watermark where it is after a period of a person, or a re-read beside a feed', () => {
    expect([movesWatermark('window', true), movesWatermark('reread', false)]).toEqual([true, true]);
    expect([movesWatermark('manual', false), movesWatermark('reread', true)]).toEqual([
      false,
      false,
    ]);
  });

  it('leaves no gap after a silence longer than the re-read reaches', () => {
    const plan = plannedRun({ watermark: ago(20 * DAY), rereadAt: ago(20 * DAY) }, false, now);
    expect(plan?.from).toEqual(ago(20 * DAY + 30));
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

it('looks back for older claims with the first re-read of each day of Seoul, 90 days at most', () => {
  const run = { kind: 'reread', from: ago(14 * DAY), to: now, lookedAt: ago(DAY) } as const;
  expect(lookBackOf(run)).toEqual({ from: ago(90 * DAY), to: ago(14 * DAY) });
  expect(lookBackOf({ ...run, lookedAt: null })).not.toBeNull();
  expect(lookBackOf({ ...run, lookedAt: ago(12 * HOUR) })).toBeNull();
  expect(lookBackOf({ ...run, lookedAt: ago(12 * HOUR + 1) })).not.toBeNull();
  expect(lookBackOf({ ...run, kind: 'window' })).toBeNull();
  expect(lookBackOf({ ...run, from: ago(90 * DAY) })).toBeNull();
});

it('looks back with the claims of a channel out of use too', () => {
  const run = { ...planClaims(null, false, now), lookedAt: ago(DAY) };
  expect(lookBackOf(run)).toEqual({ from: ago(90 * DAY), to: ago(14 * DAY) });
  expect(lookBackOf({ ...run, lookedAt: now })).toBeNull();
});

it.each([
  ['its last days', ago(60), false, 14 * DAY],
  ['its last days by a feed', ago(60), true, 3 * DAY],
  ['its last days where nothing was read', null, true, 3 * DAY],
  ['all since it was read', ago(20 * DAY), true, 20 * DAY + 30],
  ['90 days at most', ago(200 * DAY), true, 90 * DAY],
])('reads of a channel out of use the claims of %s', (_, readTo, hasChangeFeed, minutes) => {
  expect(planClaims(readTo, hasChangeFeed, now).from).toEqual(ago(minutes));
});

it('looks back with the first collection by hand of a day, not with one of earlier days', () => {
  const run = { kind: 'manual', from: ago(3 * DAY), to: now, lookedAt: ago(DAY) } as const;
  expect(lookBackOf(run)).toEqual({ from: ago(90 * DAY), to: ago(3 * DAY) });
  expect(lookBackOf({ ...run, lookedAt: now })).toBeNull();
  expect(lookBackOf({ ...run, to: ago(DAY), lookedAt: now })).toBeNull();
});

it('reads a period of paid times from earlier on where orders are listed by their order time', () => {
  const run = { kind: 'manual', from: ago(DAY) } as const;
  expect(readingFrom(run, 'ordered')).toEqual(ago(4 * DAY));
  expect(readingFrom(run, 'paid')).toEqual(run.from);
  expect(readingFrom({ ...run, kind: 'window' }, 'ordered')).toEqual(run.from);
});
