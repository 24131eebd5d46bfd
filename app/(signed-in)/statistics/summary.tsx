import { getTranslations } from 'next-intl/server';
import { formatNumber } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { currentCtx } from '@/lib/auth/current';
import type { Asked } from '@/lib/statistics/paid-parcels';
import { totalFigures } from '@/lib/statistics/sales';
import { leadHoursOf, percentOf } from './tables';

/** The period in nine numbers. */
export async function Summary({ where }: { where: Asked }) {
  const [ctx, t] = [await currentCtx(), await getTranslations('statistics')];
  const total = await totalFigures(ctx, where);
  const lead = leadHoursOf(total);
  const late = percentOf(total.late, total.promised);
  const filled = percentOf(total.servedUnits, total.wantedUnits);
  const shown = [
    ['orders', formatNumber(total.orders)],
    ['parcels', formatNumber(total.parcels)],
    ['units', formatNumber(total.units)],
    ['revenue', t('won', { amount: total.revenue })],
    ['shipped', formatNumber(total.shipped)],
    ['lead', lead === null ? '-' : t('hours', { hours: lead })],
    ['lateRate', late === null ? '-' : t('percent', { percent: late })],
    ['saved', formatNumber(total.saved)],
    ['fillRate', filled === null ? '-' : t('percent', { percent: filled })],
  ] as const;
  return (
    <>
      <dl aria-label={t('summary')} className="panel grid grid-cols-9 divide-x divide-line">
        {shown.map(([key, value]) => (
          <div key={key} className="px-3 py-2.5">
            <dt className="text-muted text-xs">{t(`columns.${key}`)}</dt>
            <dd className="numeric mt-0.5 font-semibold text-lg">{value}</dd>
          </div>
        ))}
      </dl>
      {total.foreignOrders > 0 && (
        <Notice tone="warn">{t('foreign', { count: total.foreignOrders })}</Notice>
      )}
    </>
  );
}
