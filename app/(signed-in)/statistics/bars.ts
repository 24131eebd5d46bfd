import { daysBefore } from '@/lib/period';
import type { DayFigures } from '@/lib/statistics/sales';

export type Bar = Pick<DayFigures, 'day' | 'orders' | 'revenue'>;

const MOST_BARS = 92;
/** Inside the chart at 1280 pixels. */
const CHART_WIDTH = 1220;
const [NARROWEST, WIDEST] = [22, 60];

/** A bar for every day of a period, also without orders, the oldest first; of a long one the latest. */
export function barsOf(days: readonly Bar[], from: string, to: string): Bar[] {
  const known = new Map(days.map((bar) => [bar.day, bar]));
  const bars: Bar[] = [];
  for (let day = to; day >= from && bars.length < MOST_BARS; day = daysBefore(day, 1))
    bars.push(known.get(day) ?? { day, orders: 0, revenue: 0 });
  return bars.reverse();
}

/** A month fills the chart, a few days are no broad walls, and a quarter is scrolled. */
export function barWidth(bars: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, Math.floor(CHART_WIDTH / Math.max(1, bars))));
}
