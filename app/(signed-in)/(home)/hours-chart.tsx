import { getTranslations } from 'next-intl/server';
import { formatNumber } from '@/app/ui/format';
import type { HourCount } from '@/lib/dashboard/day';

const HEIGHT = 84;
const STEP = 22;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

/** Orders paid and parcels shipped today, hour by hour. */
export async function HoursChart({ hours }: { hours: HourCount[] }) {
  const t = await getTranslations('home.hours');
  const byHour = new Map(hours.map((row) => [row.hour, row]));
  const most = Math.max(1, ...hours.flatMap(({ orders, shipped }) => [orders, shipped]));
  const sum = (key: 'orders' | 'shipped') => hours.reduce((total, row) => total + row[key], 0);
  const heightOf = (count: number) => (count / most) * HEIGHT;
  return (
    <figure className="panel px-3 pt-2.5 pb-2">
      <figcaption className="flex items-baseline gap-3">
        <span className="font-semibold text-lg">{t('title')}</span>
        <span className="text-accent">{t('orders', { count: sum('orders') })}</span>
        <span className="text-good">{t('shipped', { count: sum('shipped') })}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={t('picture', { orders: sum('orders'), shipped: sum('shipped') })}
        viewBox={`0 0 ${STEP * 24} ${HEIGHT + 32}`}
        className="mt-1 block w-full"
      >
        {hoursOfDay.map((hour) => {
          const { orders = 0, shipped = 0 } = byHour.get(hour) ?? {};
          const base = 14 + HEIGHT;
          return (
            <g key={hour} transform={`translate(${hour * STEP} 0)`}>
              <title>{t('bar', { hour, orders, shipped })}</title>
              <rect
                x={3}
                y={base - heightOf(orders)}
                width={8}
                height={heightOf(orders)}
                className="fill-accent"
              />
              <rect
                x={11}
                y={base - heightOf(shipped)}
                width={8}
                height={heightOf(shipped)}
                className="fill-good"
              />
              {orders + shipped > 0 && (
                <text
                  x={STEP / 2}
                  y={base - heightOf(Math.max(orders, shipped)) - 3}
                  className="chart-value"
                >
                  {formatNumber(Math.max(orders, shipped))}
                </text>
              )}
              <text x={STEP / 2} y={base + 13} className="chart-label">
                {hour}
              </text>
            </g>
          );
        })}
        <rect x={0} y={14 + HEIGHT} width={STEP * 24} height={1} className="fill-line-strong" />
      </svg>
    </figure>
  );
}
