import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

/** An empty list of what waits, and where to go on from it: the focus lands there after the last match. */
export async function NothingWaits({ tab, isNarrowed }: { tab: string; isNarrowed: boolean }) {
  const t = await getTranslations('match.nothing');
  return (
    <>
      <p id="nothing-waits">{t(isNarrowed ? 'found' : 'waits')}</p>
      <Link
        href={isNarrowed ? `/orders/match?tab=${tab}` : '/orders/bundle'}
        prefetch={false}
        className="link"
        aria-describedby="nothing-waits"
        data-next-step
      >
        {t(isNarrowed ? 'showAll' : 'goOn')}
      </Link>
    </>
  );
}
