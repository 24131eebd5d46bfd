import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { StageCounts } from '@/lib/shipments/lists/stage-counts';
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
        const waiting =
          key === 'register' ? undefined : t(`stageWaiting.${key}`, { count: counts[key] });
        return (
          <Link
            key={key}
            role="tab"
            href={href}
            prefetch={false}
            title={waiting}
            aria-label={waiting && `${t(`stage.${key}`)} · ${waiting}`}
            aria-selected={key === selected}
            aria-current={key === selected ? 'page' : undefined}
            className="group relative flex h-9 items-center justify-center gap-2 border-line border-r text-muted first:rounded-l-lg last:rounded-r-lg last:border-r-0 hover:bg-sunken hover:text-ink aria-selected:bg-accent aria-selected:font-semibold aria-selected:text-white"
          >
            {t(`stage.${key}`)}
            {count !== null && (
              <span
                data-count={count}
                className={`numeric min-w-5 rounded-full bg-sunken px-1.5 text-center text-xs group-aria-selected:bg-accent-strong group-aria-selected:text-white ${count === 0 ? 'text-faint' : 'font-semibold text-ink'}`}
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
