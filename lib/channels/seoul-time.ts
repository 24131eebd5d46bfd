const hour = 3_600_000;
const day = 24 * hour;

/** `2026-01-14` */
export function seoulDay(time: Date): string {
  return seoulText(time).slice(0, 10);
}

/** `2026-01-14T09:30` */
export function seoulMinute(time: Date): string {
  return seoulText(time).slice(0, 16);
}

/** `2026-01-14T09:30:00` */
export function seoulSecond(time: Date): string {
  return seoulText(time).slice(0, 19);
}

/** `2026-01-14T09:30:00.000+09:00` */
export function seoulZoned(time: Date): string {
  return `${seoulText(time).slice(0, 23)}+09:00`;
}

/** A time without a zone is Seoul's; null when it is no time at all. */
export function parseTime(text: string): Date | null {
  const written = text.trim().replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(written) ? written : withZone(written);
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** The last second of a day such as `2026-01-14`; null when it is no day. */
export function endOfSeoulDay(text: string): Date | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseTime(`${text}T23:59:59`) : null;
}

/** Whole days of Seoul that cover the period, in slices of at most so many days, both ends included. */
export function seoulDaySlices(
  period: { from: Date; to: Date },
  daysPerSlice: number,
): { first: string; last: string }[] {
  const slices = [];
  const end = startOfSeoulDay(period.to);
  for (let start = startOfSeoulDay(period.from); start <= end; start += daysPerSlice * day) {
    const last = Math.min(start + (daysPerSlice - 1) * day, end);
    slices.push({ first: seoulDay(new Date(start)), last: seoulDay(new Date(last)) });
  }
  return slices;
}

function seoulText(time: Date): string {
  return new Date(time.getTime() + 9 * hour).toISOString();
}

function startOfSeoulDay(time: Date): number {
  return Math.floor((time.getTime() + 9 * hour) / day) * day - 9 * hour;
}

function withZone(written: string): string {
  return written.length === 10 ? `${written}T00:00:00+09:00` : `${written}+09:00`;
}
