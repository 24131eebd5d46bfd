import { getTranslations } from 'next-intl/server';
import type { Comparison } from '@/lib/collection/reconciliation/reconcile-screen';
import { grouped } from '@/lib/grouped';

/** Which orders were left out of the comparisons, channel by channel, where any were. */
export async function ComparedStates({ comparisons }: { comparisons: readonly Comparison[] }) {
  const t = await getTranslations('collect.reconcile');
  const limited = comparisons.filter(({ unlisted }) => unlisted.length > 0);
  const groups = grouped(limited, ({ unlisted }) =>
    unlisted.map((state) => t('unlistedState', { state })).join(', '),
  );
  return (
    <div className="border-line border-t px-3 py-2 text-muted">
      <p>{t('cancelledBefore')}</p>
      {[...groups].map(([states, members]) => (
        <p key={states}>
          {t('unlisted', {
            channels: members.map(({ channelName }) => channelName).join(', '),
            states,
          })}
        </p>
      ))}
    </div>
  );
}
