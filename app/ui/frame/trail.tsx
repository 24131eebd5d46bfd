import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { currentCtx } from '@/lib/auth/current';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { SameMall } from './same-mall';
import { SellerCentres } from './seller-centres';

/** The line under the header: where this screen stands, and the ways out of it. */
export async function Trail({ steps }: { steps: string[] }) {
  const t = await getTranslations('frame');
  const ctx = await currentCtx();
  const channels = await channelChoices(ctx);
  return (
    <div className="no-print flex h-8 items-center gap-4 px-4">
      <SameMall mallId={ctx.mallId} />
      <nav aria-label={t('trail')}>
        <ol className="flex items-center text-muted">
          {steps.map((step, index) => (
            <li
              key={step}
              className="last:text-ink"
              aria-current={index === steps.length - 1 ? 'page' : undefined}
            >
              {index > 0 && (
                <span className="px-1.5 text-line-strong" aria-hidden>
                  ›
                </span>
              )}
              {step}
            </li>
          ))}
        </ol>
      </nav>
      <div className="ml-auto flex items-center gap-1">
        <Link
          href="/guide"
          prefetch={false}
          className="button"
          data-variant="quiet"
          data-size="small"
        >
          {t('guide')}
        </Link>
        <SellerCentres
          label={t('sellerCentres')}
          channels={channels.filter((channel) => channel.sellerCentreUrl !== '')}
        />
      </div>
    </div>
  );
}
