import { formatTime } from '@/app/ui/format';

type Window = { windowFrom: string; windowTo: string };

/** 2026-11-23 00:00 – 11-29 09:08: the year once, where both ends have it, and not that which stands beside it. */
export function windowText({ windowFrom, windowTo }: Window, beside: string | null = null): string {
  const [from, to] = [formatTime(windowFrom), formatTime(windowTo)];
  const start = yearOf(from) === yearOf(formatTime(beside)) ? from.slice(5) : from;
  return `${start} – ${yearOf(to) === yearOf(from) ? to.slice(5) : to}`;
}

const yearOf = (time: string) => time.slice(0, 5);
