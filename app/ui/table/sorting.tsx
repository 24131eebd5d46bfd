import { ChevronDown, ChevronUp } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Params, withParams } from '../filter/params';

export type Sorting = {
  /** Columns that a list can be sorted by. */
  keys: readonly string[];
  by: string;
  direction: 'asc' | 'desc';
  /** The screen's search parameters as they came. */
  params: Params;
};

export function ariaSortOf({ by, direction }: Sorting, column: string) {
  if (by !== column) return undefined;
  return direction === 'asc' ? 'ascending' : 'descending';
}

type SortLinkProps = { sorting: Sorting; column: string; children: ReactNode };

/** The head of a column: sorts by it, and turns it round where the list is sorted by it already. */
export function SortLink({ sorting, column, children }: SortLinkProps) {
  const { by, direction, params } = sorting;
  const isSorted = by === column;
  const next = isSorted && direction === 'asc' ? 'desc' : 'asc';
  const Arrow = direction === 'asc' ? ChevronUp : ChevronDown;
  return (
    <Link
      href={withParams(params, { sort: column, direction: next, page: undefined })}
      scroll={false}
      prefetch={false}
      className="inline-flex items-center hover:underline"
    >
      {children}
      {isSorted && <Arrow aria-hidden size={12} />}
    </Link>
  );
}
