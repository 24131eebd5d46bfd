/** Which orders a collection reads: the windows of automatic and manual ones. */

import { seoulDay } from '@/lib/channels/seoul-time';

/** `claims`: of a channel out of use, whose parcels have not all left; no orders are read. */
export type RunKind = 'first' | 'window' | 'reread' | 'manual' | 'claims';

/**
 * `changed`: all that the marketplace's feed tells of the period; else orders in these states. `every`:
 * what a comparison found missing, without touching what is known.
 */
export type RunStates = 'ready' | 'open' | 'every' | 'changed';

export type PlannedRun = { kind: RunKind; states: RunStates; from: Date; to: Date };

export type ChannelTimes = {
  /** Everything up to here has been read; null before the first collection. */
  watermark: Date | null;
  /** When the open states of the last days were read anew. */
  rereadAt: Date | null;
};

export const MAX_MANUAL_DAYS = 31;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FIRST_HOURS = 12;
const OVERLAP_MINUTES = 30;
const REREAD_DAYS = 14;
/** Under an hour, so that ten-minute ticks re-read at least hourly. */
const REREAD_EVERY_MS = 55 * MINUTE_MS;
const REREAD_BESIDE_FEED_EVERY_MS = DAY_MS;

/**
 * The next automatic collection of a channel. The first takes only 배송준비중 of the last 12 hours.
 * Later ones read on from the watermark with an overlap; where the marketplace has no change feed,
 * at least hourly all open states of the last 14 days are read again: what was paid or acknowledged
 * late shows in no window of order times. Beside a feed, which tells nothing of what was
 * acknowledged elsewhere, that is done after the first collection and then daily.
 */
export function planRuns(times: ChannelTimes, hasChangeFeed: boolean, now: Date): PlannedRun[] {
  const { watermark, rereadAt } = times;
  if (!watermark)
    return [{ kind: 'first', states: 'ready', from: before(now, FIRST_HOURS * HOUR_MS), to: now }];
  const from = before(watermark, OVERLAP_MINUTES * MINUTE_MS);
  const rereadFrom = before(now, REREAD_DAYS * DAY_MS);
  const every = hasChangeFeed ? REREAD_BESIDE_FEED_EVERY_MS : REREAD_EVERY_MS;
  const isRereadDue = !rereadAt || now.getTime() - rereadAt.getTime() >= every;
  if (hasChangeFeed) {
    const changes: PlannedRun = { kind: 'window', states: 'changed', from, to: now };
    const reread: PlannedRun = { kind: 'reread', states: 'open', from: rereadFrom, to: now };
    return isRereadDue ? [changes, reread] : [changes];
  }
  if (!isRereadDue) return [{ kind: 'window', states: 'open', from, to: now }];
  const earliest = new Date(Math.min(from.getTime(), rereadFrom.getTime()));
  return [{ kind: 'reread', states: 'open', from: earliest, to: now }];
}

/** A feed tells a claim when it changes; elsewhere it is listed by the day it was made. */
const CLAIM_DAYS_OF_FEED = 3;

/**
 * What is still read of a channel out of use: the claims of its last days, each time anew, and all
 * since its claims were last read.
 */
export function planClaims(readTo: Date | null, hasChangeFeed: boolean, now: Date): PlannedRun {
  const days = hasChangeFeed ? CLAIM_DAYS_OF_FEED : REREAD_DAYS;
  const lastDays = before(now, days * DAY_MS);
  const since = readTo ? before(readTo, OVERLAP_MINUTES * MINUTE_MS) : lastDays;
  const earliest = before(now, LOOK_BACK_DAYS * DAY_MS).getTime();
  const from = Math.max(Math.min(lastDays.getTime(), since.getTime()), earliest);
  return { kind: 'claims', states: 'open', from: new Date(from), to: now };
}

/** A re-read beside a feed proves nothing of the changes up to its end. */
export function movesWatermark(kind: RunKind, hasChangeFeed: boolean): boolean {
  return kind !== 'manual' && kind !== 'claims' && !(kind === 'reread' && hasChangeFeed);
}

/** A period chosen by a person; null when it is empty, too long or wholly in the future. */
export function planManual(period: { from: Date; until: Date }, now: Date): PlannedRun | null {
  const to = new Date(Math.min(period.until.getTime(), now.getTime()));
  const length = to.getTime() - period.from.getTime();
  if (length <= 0 || length > MAX_MANUAL_DAYS * DAY_MS) return null;
  return { kind: 'manual', states: 'open', from: period.from, to };
}

/** Bought on account, an order is paid within this time or not at all. */
const PAY_WITHIN_DAYS = 3;

/**
 * Where reading a person's period begins. Periods are of paid times: a marketplace that lists by order
 * time is read from earlier on, or what was ordered before the period and paid in it would be missing.
 */
export function readingFrom(
  run: { kind: RunKind; from: Date },
  windowBy: 'ordered' | 'paid' | 'changed',
): Date {
  const isEarlier = run.kind === 'manual' && windowBy === 'ordered';
  return isEarlier ? before(run.from, PAY_WITHIN_DAYS * DAY_MS) : run.from;
}

/** Claims on a run's orders are made in its period or in the month after. */
export function claimPeriod(run: { from: Date; to: Date }, now: Date): { from: Date; to: Date } {
  const latest = run.to.getTime() + MAX_MANUAL_DAYS * DAY_MS;
  return { from: run.from, to: new Date(Math.min(now.getTime(), latest)) };
}

/** A claim that is still open after so long is asked about no more. */
const LOOK_BACK_DAYS = 90;

/**
 * Where claims are listed by the day they were made, the time of those that are older than the run and
 * may have ended since: the first re-read of each day of Seoul asks about them as well, or the first
 * collection by hand that reaches into it; out of use that of the claims alone.
 */
export function lookBackOf(run: {
  kind: RunKind;
  from: Date;
  to: Date;
  /** How far earlier ones of these kinds reach. */
  lookedAt: Date | null;
}): { from: Date; to: Date } | null {
  if (run.kind === 'first' || run.kind === 'window') return null;
  const isFirstOfDay = !run.lookedAt || seoulDay(run.lookedAt) < seoulDay(run.to);
  const from = before(run.to, LOOK_BACK_DAYS * DAY_MS);
  return isFirstOfDay && from < run.from ? { from, to: run.from } : null;
}

function before(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() - milliseconds);
}
