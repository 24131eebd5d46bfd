import { koreanDay, koreanMoment } from '@/lib/period';

const MINUTE_MS = 60_000;

/** 2:14 until then, started minutes counted; 0:00 once it is past. */
export function remainingTime(until: Date, now: Date): string {
  const minutes = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / MINUTE_MS));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Today's moment of a time in Korea, 16:30. */
export const todayAt = (time: string, now: Date) => koreanMoment(`${koreanDay(now)}T${time}`);
