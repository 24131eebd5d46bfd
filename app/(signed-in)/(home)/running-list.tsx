import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { Progress } from '@/app/ui/run/progress';
import { courierName } from '@/lib/couriers/registry';
import type { RunningJob } from '@/lib/dashboard/running';
import { namedTemplate } from '@/lib/invoicing/templates/templates';
import { nameIn } from '@/lib/name-in';

const hrefs: Record<RunningJob['kind'], string> = {
  collection: '/orders/collect',
  acknowledgement: '/orders/collect?list=unacknowledged',
  reconciliation: '/orders/collect',
  orders: '/orders/register',
  waybills: '/orders/invoice?panel=excel',
  matches: '/products/matches',
  variants: '/products',
  counts: '/stock/counts',
  export: '/orders/invoice?panel=exports',
  numbering: '/orders/invoice',
  drawing: '/orders/invoice',
  waybillFile: '/orders/ship/files',
  push: '/orders/ship?push=open',
  answer: '/claims/answers',
  notice: '/orders/notices',
  tracking: '/settings/couriers',
};

/** 처리중: what goes on by itself, with how far it is. */
export async function RunningList({ jobs, count }: { jobs: RunningJob[]; count: number }) {
  const [t, locale] = [await getTranslations('home.running'), await getLocale()];
  function nameOf({ kind, name }: RunningJob): string {
    if (kind === 'export') return nameIn(locale, namedTemplate(name));
    return kind === 'tracking' ? courierName(locale, name) : name;
  }
  return (
    <section className="panel grid content-start gap-2 px-3 py-2.5" aria-label={t('title')}>
      <h2>
        {t('title')}{' '}
        {count > 0 && (
          <span className="numeric font-semibold text-accent" data-count={count}>
            {t('count', { count })}
          </span>
        )}
      </h2>
      {jobs.length === 0 ? (
        <p className="text-muted">{t('empty')}</p>
      ) : (
        <ul aria-label={t('title')} className="grid max-h-72 gap-2 overflow-y-auto">
          {jobs.map((job) => (
            <li key={`${job.kind}${job.id}`}>
              <Link href={hrefs[job.kind]} prefetch={false} className="block hover:bg-sunken">
                <Progress
                  label={[t(`kinds.${job.kind}`), nameOf(job)].filter(Boolean).join(' · ')}
                  done={job.done}
                  total={job.total}
                  active={!job.isWaiting}
                  detail={job.isWaiting ? t('waiting') : undefined}
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
