import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { type FirstRun, firstSteps } from '@/lib/settings/first-run';

const places = {
  channel: '/settings/channels',
  products: '/products',
  stock: '/stock',
  courier: '/settings/couriers',
  orders: '/orders/collect',
} as const satisfies Record<(typeof firstSteps)[number], string>;

/** What a new mall does first, each a link, ticked by what is there; gone once all are. */
export async function FirstSteps({ done }: { done: FirstRun }) {
  if (firstSteps.every((step) => done[step])) return null;
  const t = await getTranslations('home.firstSteps');
  return (
    <section className="panel px-3 py-2.5" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <ol className="mt-2 grid grid-cols-5 gap-2.5">
        {firstSteps.map((step) => (
          <li key={step} className="flex items-start gap-2">
            {done[step] ? (
              <CircleCheck
                aria-label={t('done')}
                role="img"
                size={16}
                className="mt-0.5 shrink-0"
              />
            ) : (
              <CircleDashed
                aria-label={t('open')}
                role="img"
                size={16}
                className="mt-0.5 shrink-0"
              />
            )}
            <div>
              <Link href={places[step]} className="font-semibold text-accent hover:underline">
                {t(`steps.${step}.name`)}
              </Link>
              <p className="text-muted">{t(`steps.${step}.hint`)}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
