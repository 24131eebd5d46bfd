import Link from 'next/link';
import type { ReactNode } from 'react';

/** An order's number, which leads to its page. */
export function OrderLink({ id, children }: { id: number; children: ReactNode }) {
  return (
    <Link className="link" href={`/orders/${id}`} prefetch={false}>
      {children}
    </Link>
  );
}
