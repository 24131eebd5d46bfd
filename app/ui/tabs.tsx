import Link from 'next/link';
import { type ReactNode, Suspense } from 'react';
import { formatTotal } from './format';

/** A number that takes its time comes after the page. */
type Count = number | (() => Promise<number>);

export type Tab = { key: string; href: string; label: ReactNode; count?: Count };

/** Tabs that are places: each is a link, so the URL says which one is open. */
export function Tabs({ label, tabs, selected }: { label: string; tabs: Tab[]; selected: string }) {
  return (
    <div role="tablist" aria-label={label} className="no-print flex border-line border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          role="tab"
          href={tab.href}
          prefetch={false}
          scroll={false}
          aria-selected={tab.key === selected}
          className="-mb-px flex h-9 items-center gap-1.5 border-transparent border-b-2 px-3.5 text-muted hover:text-ink aria-selected:border-accent aria-selected:font-semibold aria-selected:text-ink"
        >
          {tab.label}
          {tab.count !== undefined && (
            <Suspense>
              <TabCount count={tab.count} />
            </Suspense>
          )}
        </Link>
      ))}
    </div>
  );
}

async function TabCount({ count }: { count: Count }) {
  const counted = typeof count === 'number' ? count : await count();
  return (
    <span className="numeric font-semibold text-accent" data-count={counted}>
      {formatTotal(counted)}
    </span>
  );
}
