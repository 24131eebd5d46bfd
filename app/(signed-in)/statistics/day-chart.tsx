import { getTranslations } from 'next-intl/server';
import { formatNumber } from '@/app/ui/format';
import { type Bar, barWidth } from './bars';

const HEIGHT = 96;
const GAP = 6;

/** Orders by day, oldest on the left. The table below says the same in numbers. */
export async function DayChart({ bars }: { bars: Bar[] }) {
  const t = await getTranslations('statistics');
  const width = barWidth(bars.length);
  const most = Math.max(1, ...bars.map(({ orders }) => orders));
  return (
    <figure className="panel overflow-x-auto px-3 pt-3 pb-2">
      <figcaption className="mb-1 font-semibold">{t('chart')}</figcaption>
      <svg role="img" aria-label={t('chart')} width={bars.length * width} height={HEIGHT + 32}>
        {bars.map((day, index) => {
          const height = Math.round((day.orders / most) * HEIGHT);
          return (
            <g key={day.day} transform={`translate(${index * width} 0)`}>
              <title>{t('bar', { day: day.day, orders: day.orders, revenue: day.revenue })}</title>
              <rect
                x={GAP / 2}
                y={14 + HEIGHT - height}
                width={width - GAP}
                height={height}
                className="fill-accent"
              />
              {day.orders > 0 && (
                <text x={width / 2} y={10 + HEIGHT - height} className="chart-value">
                  {formatNumber(day.orders)}
                </text>
              )}
              <text x={width / 2} y={HEIGHT + 28} className="chart-label">
                {day.day.slice(8)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
