import { getLocale, getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { Notice } from '@/app/ui/notice';
import { marketplaceOf } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { type PracticeStand, practiceDesk } from '@/lib/flows/practice-desk';
import { nameIn } from '@/lib/name-in';
import { faultKinds } from '@/lib/practice/control';
import { clearFaults } from './actions';
import { FaultSwitches } from './fault-switches';
import { PracticeForm } from './practice-form';

/** 연습: buyers and troubles of each practice marketplace, to learn what the screens do about them. */
export async function PracticeDesk({ ctx }: { ctx: Ctx }) {
  const [t, stands] = [await getTranslations('collect'), await practiceDesk(ctx)];
  if (!stands) return <Notice tone="warn">{t('errors.practiceAway')}</Notice>;
  const isTroubled = stands.some((stand) => stand.faults.length > 0);
  return (
    <>
      <div className="flex items-center gap-3">
        <p className="text-muted">{t('practice.intro')}</p>
        <div className="ml-auto flex shrink-0 items-center gap-2">
          <PracticeForm label={t('practice.everywhere')} />
          <ActionButton action={clearFaults} disabled={!isTroubled}>
            {t('practice.clear')}
          </ActionButton>
        </div>
      </div>
      {stands.map((stand) => (
        <Stand key={stand.marketplace} stand={stand} />
      ))}
    </>
  );
}

async function Stand({ stand }: { stand: PracticeStand }) {
  const t = await getTranslations('collect.practice');
  const marketplace = marketplaceOf(stand.marketplace);
  const name = nameIn(await getLocale(), marketplace);
  return (
    <section className="panel" aria-label={name}>
      <header className="flex min-h-10 items-center gap-3 border-line border-b px-3 py-1">
        <h2 className="font-semibold">
          <ChannelName name={name} mark={marketplace.mark} />
        </h2>
        <p className="text-muted">{t('stand', { shops: stand.shops, orders: stand.orders })}</p>
        <div className="ml-auto">
          <PracticeForm marketplace={stand.marketplace} label={t('label')} />
        </div>
      </header>
      <FaultSwitches marketplace={stand.marketplace} kinds={[...faultKinds]} on={stand.faults} />
    </section>
  );
}
