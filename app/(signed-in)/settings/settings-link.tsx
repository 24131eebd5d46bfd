'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

export function SettingsLink({ href, children }: { href: string; children: ReactNode }) {
  const isHere = usePathname() === href;
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? 'page' : undefined}
      className="border-transparent border-l-2 px-3 py-1.5 text-muted hover:bg-sunken hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}
