import { formatTime } from '@/app/ui/format';

/** 2026-11-23 00:00 – 11-29 09:08: the year once, where both ends have it. */
export function windowText({ windowFrom, windowTo }: { windowFrom: string; windowTo: string }) {
  const [from, to] = [formatTime(windowFrom), formatTime(windowTo)];
  return `${from} – ${to.slice(0, 5) === from.slice(0, 5) ? to.slice(5) : to}`;
}
