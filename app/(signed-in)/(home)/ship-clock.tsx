import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import type { Day } from '@/lib/dashboard/day';
import { todayAt } from '@/lib/dashboard/remaining';
import { Countdown } from './countdown';
import { PickupDialog } from './pickup-dialog';

type ShipClockProps = { day: Day; now: Date; maySet: boolean };

/** How long until the next ship-by and until the courier comes, and what has left. */
export async function ShipClock({ day, now, maySet }: ShipClockProps) {
  const t = await getTranslations('home.clock');
  const [nearest, ...later] = day.deadlines;
  return (
    <section className="panel grid content-start gap-2 px-3 py-2.5" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {nearest ? (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span>{t('until')}</span>
          <span className="numeric font-bold text-[28px] text-accent leading-none">
            <Countdown key={now.getTime()} until={nearest.at} now={now.toISOString()} />
          </span>
          <span className="numeric font-semibold">{t('count', { count: nearest.count })}</span>
          <span className="text-muted text-xs">{formatTime(nearest.at)}</span>
        </p>
      ) : (
        <p className="text-muted">{t('none')}</p>
      )}
      {later.length > 0 && (
        <ul aria-label={t('later')} className="flex flex-wrap gap-x-4 text-muted">
          {later.map(({ at, count }) => (
            <li key={at} className="numeric">
              {t('next', { at: formatTime(at), count })}
            </li>
          ))}
        </ul>
      )}
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{t('pickup')}</span>
        {day.pickupTime ? (
          <>
            <span className="numeric font-semibold">{day.pickupTime}</span>
            <span className="numeric text-muted">
              (
              <Countdown
                key={now.getTime()}
                until={todayAt(day.pickupTime, now).toISOString()}
                now={now.toISOString()}
              />
              )
            </span>
          </>
        ) : (
          <span className="text-muted">{t('noPickup')}</span>
        )}
        {maySet && (
          <span className="no-print">
            <PickupDialog key={day.pickupTime} pickupTime={day.pickupTime} />
          </span>
        )}
      </p>
      <p className="flex gap-x-4 border-line border-t pt-2">
        <span>{t('shipped', { count: day.shippedToday })}</span>
        <span className={day.shippedLate > 0 ? 'text-bad' : 'text-muted'}>
          {t('late', { count: formatNumber(day.shippedLate) })}
        </span>
        <Link href="/orders/waiting?list=shipByToday" prefetch={false} className="link ml-auto">
          {t('look')}
        </Link>
      </p>
    </section>
  );
}
