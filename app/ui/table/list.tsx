import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { MOST_COUNTED } from '@/lib/paging';
import { SelectedCount, Selection } from './selection';

type ListProps = {
  total: number;
  /** A search narrowed it: 검색결과 n건 in place of 총 n건. */
  searched?: boolean;
  /** Its rows are people, who are counted otherwise. */
  ofPeople?: boolean;
  /** Buttons for the list and its selected rows. */
  toolbar?: ReactNode;
  /** Ids of the rows, where they can be selected. */
  rowIds?: (number | string)[];
  /** The table. */
  children: ReactNode;
  /** The pager. */
  footer?: ReactNode;
};

/** A table with its count and buttons above and its pager below. */
export async function List({
  total,
  searched,
  ofPeople,
  toolbar,
  rowIds,
  children,
  footer,
}: ListProps) {
  const t = await getTranslations('ui');
  return (
    <Selection rowIds={rowIds ?? []}>
      <section className="panel">
        <header className="flex min-h-10 items-center gap-x-3 px-3 py-1">
          <p className="numeric whitespace-nowrap font-semibold" data-count={total}>
            {total === MOST_COUNTED + 1
              ? t(searched ? 'foundMany' : 'totalMany', { count: MOST_COUNTED })
              : t(ofPeople ? 'totalPeople' : searched ? 'foundCount' : 'totalCount', {
                  count: total,
                })}
          </p>
          <SelectedCount />
          <div className="no-print flex flex-1 flex-wrap items-center justify-end gap-1.5">
            {toolbar}
          </div>
        </header>
        <div className="border-line border-t">{children}</div>
        {footer}
      </section>
    </Selection>
  );
}
