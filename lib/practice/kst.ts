const OFFSET = 9 * 60 * 60_000;
export const DAY = 24 * 60 * 60_000;

/** 2026-01-15T12:00:00+09:00 */
export function kstIso(date: Date): string {
  return `${shifted(date).slice(0, 19)}+09:00`;
}

/** 2026-01-15T12:00:00.123, without a zone. */
export function kstWithoutZone(date: Date): string {
  return shifted(date).slice(0, 23);
}

/** 2026-01-15 12:00:00 */
export function kstSeconds(date: Date): string {
  return shifted(date).slice(0, 19).replace('T', ' ');
}

/** 2026-01-15 */
export function kstDay(date: Date): string {
  return shifted(date).slice(0, 10);
}

/** The moment of a Korean wall-clock time such as 2026-01-15 or 2026-01-15T12:00; null if it is none. */
export function fromKst(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?$/.exec(text);
  if (!match) return null;
  const iso = `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}.000`;
  const date = new Date(`${iso}+09:00`);
  // Date rolls 02-31 over to March.
  return Number.isNaN(date.getTime()) || kstWithoutZone(date) !== iso ? null : date;
}

function shifted(date: Date): string {
  return new Date(date.getTime() + OFFSET).toISOString();
}
