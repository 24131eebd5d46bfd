/** Which orders a collection reads: the windows of automatic and manual ones. */

export type RunKind = 'first' | 'window' | 'reread' | 'manual';

export type PlannedRun = { kind: RunKind; states: 'ready' | 'open'; from: Date; to: Date };

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

/**
 * The next automatic collection of a channel. The first takes only 배송준비중 of the last 12 hours.
 * Later ones read on from the watermark with an overlap; where the marketplace has no change feed,
 * at least hourly all open states of the last 14 days are read again: what was paid or acknowledged
 * late shows in no window of order times.
 */
export function planRun(times: ChannelTimes, hasChangeFeed: boolean, now: Date): PlannedRun {
  const { watermark, rereadAt } = times;
  if (!watermark)
    return { kind: 'first', states: 'ready', from: before(now, FIRST_HOURS * HOUR_MS), to: now };
  const from = before(watermark, OVERLAP_MINUTES * MINUTE_MS);
  const isRereadDue = !rereadAt || now.getTime() - rereadAt.getTime() >= REREAD_EVERY_MS;
  if (hasChangeFeed || !isRereadDue) return { kind: 'window', states: 'open', from, to: now };
  const earliest = Math.min(from.getTime(), now.getTime() - REREAD_DAYS * DAY_MS);
  return { kind: 'reread', states: 'open', from: new Date(earliest), to: now };
}

/** A period chosen by a person; null when it is empty, too long or wholly in the future. */
export function planManual(period: { from: Date; until: Date }, now: Date): PlannedRun | null {
  const to = new Date(Math.min(period.until.getTime(), now.getTime()));
  const length = to.getTime() - period.from.getTime();
  if (length <= 0 || length > MAX_MANUAL_DAYS * DAY_MS) return null;
  return { kind: 'manual', states: 'open', from: period.from, to };
}

/** Claims on a run's orders are made in its period or in the month after. */
export function claimPeriod(run: { from: Date; to: Date }, now: Date): { from: Date; to: Date } {
  const latest = run.to.getTime() + MAX_MANUAL_DAYS * DAY_MS;
  return { from: run.from, to: new Date(Math.min(now.getTime(), latest)) };
}

function before(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() - milliseconds);
}
