/** Days and minutes as people in Korea write them; Korea is UTC+9 all year. */

const KST_OFFSET_MS = 9 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Half-open, so that periods side by side share no moment. */
export type Period = { from: Date; until: Date };

/** The day of a moment in Korea: 2026-11-22. */
export function koreanDay(at: Date): string {
  return new Date(at.getTime() + KST_OFFSET_MS).toISOString().slice(0, 10);
}

/** The first moment of a day (2026-11-22) or of a minute (2026-11-22T16:00) in Korea. */
export function koreanMoment(text: string): Date {
  return new Date(`${text.includes('T') ? text : `${text}T00:00`}:00+09:00`);
}

/** Both ends included, as people mean them: whole days, or minutes where a time is written. */
export function koreanPeriod(from: string, to: string): Period {
  const lastUnit = to.includes('T') ? MINUTE_MS : DAY_MS;
  return { from: koreanMoment(from), until: new Date(koreanMoment(to).getTime() + lastUnit) };
}

/** The last moment of its day in Korea. */
export function endOfKoreanDay(at: Date): Date {
  return new Date(koreanMoment(koreanDay(at)).getTime() + DAY_MS - 1);
}

export function daysBefore(day: string, days: number): string {
  return shiftDay(day, (date) => date.setUTCDate(date.getUTCDate() - days));
}

/** The same day of an earlier month, or that month's last day where it is shorter. */
export function monthsBefore(day: string, months: number): string {
  const dayOfMonth = Number(day.slice(8));
  return shiftDay(day, (date) => {
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() - months + 1, 0);
    date.setUTCDate(Math.min(dayOfMonth, date.getUTCDate()));
  });
}

function shiftDay(day: string, shift: (date: Date) => void): string {
  const date = new Date(`${day}T00:00:00Z`);
  shift(date);
  return date.toISOString().slice(0, 10);
}
