import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { StageCounts } from '@/lib/shipments/screen';
import { formatNumber } from '../format';
import { type StageKey, stageScreens } from '../stages';

type StageTabsProps = { selected: StageKey | undefined; counts: StageCounts };

/** The seven stages with what waits at each; 주문등록 waits for nothing. */
export async function StageTabs({ selected, counts }: StageTabsProps) {
  const t = await getTranslations('frame');
  return (
    <div role="tablist" aria-label={t('stages')} className="panel no-print grid grid-cols-7">
      {stageScreens.map(({ key, href }) => {
        const count = key === 'register' ? null : counts[key];
        return (
          <Link
            key={key}
            role="tab"
            href={href}
            prefetch={false}
            aria-selected={key === selected}
            aria-current={key === selected ? 'page' : undefined}
            className="group relative flex h-9 items-center justify-center gap-2 border-line border-r text-muted first:rounded-l-lg last:rounded-r-lg last:border-r-0 hover:bg-sunken hover:text-ink aria-selected:bg-accent aria-selected:font-semibold aria-selected:text-white"
          >
            {t(`stage.${key}`)}
            {count !== null && (
              <span
                data-count={count}
                className="numeric min-w-5 rounded-full px-1.5 text-center text-xs data-[count='0']:opacity-45 group-[:not([aria-selected=true])]:bg-sunken group-[:not([aria-selected=true])]:font-semibold group-[:not([aria-selected=true])]:text-ink group-aria-selected:bg-white/20"
              >
                {formatNumber(count)}
              </span>
            )}
          </Link>
        );
      })}
    </div>
  );
}
