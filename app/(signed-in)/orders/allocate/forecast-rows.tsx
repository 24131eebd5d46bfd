'use client';

import { useTranslations } from 'next-intl';
import { formatMoney, formatNumber } from '@/app/ui/format';
import type { Forecast } from '@/lib/allocation/simulation';

const rows = ['whole', 'partly', 'none', 'leftOut', 'leftQty', 'late', 'revenue'] as const;

/** Whether more or less of it is better; of the others neither is. */
const better: Partial<Record<(typeof rows)[number], 'more' | 'less'>> = {
  whole: 'more',
  none: 'less',
  leftQty: 'less',
  late: 'less',
  revenue: 'more',
};

/** What would come of each policy; the best of each row stands out where they differ. */
export function ForecastRows({ forecasts }: { forecasts: Forecast[] }) {
  const t = useTranslations('allocate.simulator');
  return rows.map((row) => (
    <tr key={row}>
      <th scope="row">{t(`rows.${row}`)}</th>
      {forecasts.map((forecast, at) => {
        const isBest = bestOf(forecasts, row) === forecast[row];
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: a policy is its place
            key={at}
            data-forecast={row}
            data-value={forecast[row]}
            data-kind="number"
            className={isBest ? 'font-semibold text-good' : undefined}
          >
            {row === 'revenue' ? formatMoney(forecast[row]) : formatNumber(forecast[row])}
            {isBest && <span className="sr-only">{t('best')}</span>}
          </td>
        );
      })}
    </tr>
  ));
}

function bestOf(forecasts: readonly Forecast[], row: (typeof rows)[number]): number | null {
  const values = forecasts.map((forecast) => forecast[row]);
  if (!better[row] || new Set(values).size < 2) return null;
  return better[row] === 'more' ? Math.max(...values) : Math.min(...values);
}
