import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { type FirstRun, firstSteps } from '@/lib/settings/first-run';
import { closeFirstSteps } from './actions';

const places = {
  channel: '/settings/channels',
  products: '/products',
  stock: '/stock',
  courier: '/settings/couriers',
  orders: '/orders/collect',
} as const satisfies Record<(typeof firstSteps)[number], string>;

type FirstStepsProps = {
  /** Null where it has been closed. */
  done: FirstRun | null;
  mayClose: boolean;
};

/** What a new mall does first, each a link, ticked by what is there; gone once all are, or closed. */
export async function FirstSteps({ done, mayClose }: FirstStepsProps) {
  if (!done || firstSteps.every((step) => done[step])) return null;
  const t = await getTranslations('home.firstSteps');
  const confirm = { title: t('closeTitle'), body: t('closeBody'), label: t('close') };
  return (
    <section className="panel px-3 py-2.5" aria-label={t('title')}>
      <div className="flex items-center justify-between">
        <h2>{t('title')}</h2>
        {mayClose && (
          <ActionButton needs="owner" size="small" action={closeFirstSteps} confirm={confirm}>
            {t('close')}
          </ActionButton>
        )}
      </div>
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
