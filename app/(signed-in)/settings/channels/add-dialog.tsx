import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { ChannelMark } from '@/app/ui/channel-mark';
import { Dialog } from '@/app/ui/dialog/dialog';
import type { Marketplace } from '@/lib/channels/marketplaces';
import { marketplaces } from '@/lib/channels/registry';
import { nameIn } from '@/lib/name-in';
import { add } from './actions';
import { ChannelForm } from './channel-form';

type AddDialogProps = { marketplace: string; closeHref: string };

/** 판매처 추가: first the marketplace, then what connecting to it takes. */
export async function AddDialog({ marketplace: key, closeHref }: AddDialogProps) {
  const t = await getTranslations('settings');
  const marketplace = marketplaces.find((known) => known.key === key);
  if (!marketplace) return <PickDialog closeHref={closeHref} />;
  return (
    <Dialog
      key={key}
      title={t('form.addTitle', { marketplace: nameIn(await getLocale(), marketplace) })}
      width="wide"
      closeHref={closeHref}
    >
      <ChannelForm action={add} marketplace={marketplace} />
    </Dialog>
  );
}

const groups = {
  api: (marketplace) => marketplace.hasApi,
  sheet: (marketplace) => !marketplace.hasApi && !marketplace.isClosed,
  closed: (marketplace) => marketplace.isClosed,
} as const satisfies Record<string, (marketplace: Marketplace) => boolean>;

async function PickDialog({ closeHref }: { closeHref: string }) {
  const t = await getTranslations('settings.pick');
  return (
    <Dialog
      key="pick"
      title={t('title')}
      description={t('text')}
      width="wide"
      closeHref={closeHref}
    >
      <div className="grid gap-4">
        {(['api', 'sheet', 'closed'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-1.5 text-muted text-xs">{t(group)}</h3>
            <ul className="grid grid-cols-5 gap-1.5">
              {marketplaces.filter(groups[group]).map((marketplace) => (
                <li key={marketplace.key}>
                  <MarketplaceLink marketplace={marketplace} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <p className="text-faint text-xs">{t('closedNote')}</p>
      </div>
    </Dialog>
  );
}

async function MarketplaceLink({ marketplace }: { marketplace: Marketplace }) {
  const { key, mark, isClosed } = marketplace;
  const look =
    'flex h-9 items-center gap-2 rounded-md border border-line px-2.5 hover:border-accent hover:bg-accent-soft';
  const content = (
    <>
      <ChannelMark mark={mark} />
      {nameIn(await getLocale(), marketplace)}
    </>
  );
  return (
    <Link
      href={`?add=${key}`}
      replace
      prefetch={false}
      scroll={false}
      className={`${look} ${isClosed ? 'text-faint' : ''}`}
    >
      {content}
    </Link>
  );
}
