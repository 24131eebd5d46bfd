'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

type LiveRefreshProps = { active: boolean; everyMs?: number };

/** Draws the screen anew, again and again, while work goes on and somebody looks. */
export function LiveRefresh({ active, everyMs = 1000 }: LiveRefreshProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    if (!active || pending) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh());
    }, everyMs);
    return () => clearTimeout(timer);
  }, [active, pending, everyMs, router]);

  return null;
}
