import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { endInstead, PAGE_SIZES, type Page } from '@/lib/paging';
import { type Params, withParams } from '../filter/params';
import { formatNumber } from '../format';

type PagerProps = {
  page: Pick<Page<unknown>, 'total' | 'firstNo' | 'previous' | 'next'> & { rows: unknown[] };
  size: number;
  /** The screen's search parameters as they came. */
  params: Params;
};

/** 처음 · 이전 · 다음 · 마지막 and the page size, all of them links. */
export async function Pager({ page, size, params }: PagerProps) {
  const t = await getTranslations('ui');
  const to = (value: string | undefined) => withParams(params, { page: value });
  const end = endInstead(page, [params.page].flat()[0]);
  if (end) redirect(to(end === 'last' ? 'last' : undefined));
  const lastNo = page.firstNo - page.rows.length + 1;
  return (
    <footer className="no-print flex items-center gap-3 border-line border-t px-3 py-1.5 text-muted">
      <nav aria-label={t('pages')} className="flex gap-1">
        <Step href={page.previous && to(undefined)}>{t('firstPage')}</Step>
        <Step href={page.previous && to(page.previous)}>{t('previousPage')}</Step>
        <Step href={page.next && to(page.next)}>{t('nextPage')}</Step>
        <Step href={page.next && to('last')}>{t('lastPage')}</Step>
      </nav>
      {page.rows.length > 0 && (
        <p className="numeric">
          No {formatNumber(page.firstNo)}–{formatNumber(lastNo)}
        </p>
      )}
      <PageSize label={t('pageSize')} size={size} params={params} />
    </footer>
  );
}

function Step({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href) {
    return (
      <span className="button" data-size="small" aria-disabled>
        {children}
      </span>
    );
  }
  return (
    <Link href={href} prefetch={false} className="button" data-size="small">
      {children}
    </Link>
  );
}

type PageSizeProps = { label: string; size: number; params: Params };

function PageSize({ label, size, params }: PageSizeProps) {
  return (
    <nav aria-label={label} className="ml-auto flex items-center gap-1">
      <span className="mr-1 text-xs">{label}</span>
      {PAGE_SIZES.map((choice) => (
        <Link
          key={choice}
          href={withParams(params, { size: String(choice), page: undefined })}
          prefetch={false}
          aria-current={choice === size ? 'true' : undefined}
          className="numeric rounded-sm px-1.5 py-0.5 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {choice}
        </Link>
      ))}
    </nav>
  );
}
