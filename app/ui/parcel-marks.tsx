'use client';

import { StickyNote } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Tooltip } from 'radix-ui';
import type { ParcelMarks as Marks } from '@/lib/shipments/lists/marks';
import { Badge } from './badge';

/** 제주·도서산간 of a parcel, the day its buyer was told, and a mark where somebody noted something: its text on hover and focus. */
export function ParcelMarks({ marks }: { marks: Marks | undefined }) {
  const t = useTranslations('ui.marks');
  if (!marks) return null;
  const { region, memos, delayedTo } = marks;
  return (
    <span className="inline-flex items-center gap-1 align-middle">
      {region && <Badge tone="warn">{t(region)}</Badge>}
      {delayedTo && <Badge tone="accent">{t('delayed', { day: delayedTo.slice(5) })}</Badge>}
      {memos.length > 0 && <MemoMark memos={memos} />}
    </span>
  );
}

function MemoMark({ memos }: Pick<Marks, 'memos'>) {
  const t = useTranslations('ui.marks');
  return (
    <Tooltip.Provider delayDuration={100}>
      <Tooltip.Root>
        <Tooltip.Trigger
          type="button"
          aria-label={t('memos', { count: memos.length })}
          className="inline-grid size-[18px] cursor-help place-items-center rounded-sm text-warn"
        >
          <StickyNote size={13} aria-hidden />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            side="bottom"
            align="start"
            sideOffset={4}
            className="panel z-40 max-w-[360px] px-3 py-2 text-xs shadow-pop"
          >
            {memos.map((memo, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two memos may say the same.
              <p key={place} className="whitespace-pre-wrap break-words">
                <span className="text-muted">{t(`kinds.${memo.kind}`)}</span> {memo.text}
              </p>
            ))}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
