'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

type MenuLinkProps = { href: string; within: readonly string[]; children: ReactNode };

export function MenuLink({ href, within, children }: MenuLinkProps) {
  const path = usePathname();
  const isHere = within.some(
    (part) => path === part || (part !== '/' && path.startsWith(`${part}/`)),
  );
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? 'page' : undefined}
      className="flex items-center border-transparent border-y-2 px-3 text-muted hover:text-ink aria-[current]:border-b-accent aria-[current]:font-semibold aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}
