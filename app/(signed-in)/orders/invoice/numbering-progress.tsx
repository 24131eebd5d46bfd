'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Progress } from '@/app/ui/run/progress';
import type { NumberingProgress as Standing } from '@/lib/invoicing/numbers/numbering-run';

const EVERY_MS = 1000;

/** How far a courier's API is with the numbers that were asked for: each parcel takes a while. */
export function NumberingProgress() {
  const t = useTranslations('invoice.register');
  const [standing, setStanding] = useState<Standing | null>(null);

  useEffect(() => {
    const stopped = new AbortController();
    const look = () =>
      fetch('/orders/invoice/numbering', { signal: stopped.signal })
        .then((answer) => (answer.ok ? answer.json() : null))
        .then(setStanding)
        .catch(() => {});
    const timer = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(timer);
      stopped.abort();
    };
  }, []);

  return (
    <div role="status">
      <Progress label={t('numbering')} {...(standing ?? NOT_KNOWN_YET)} active />
    </div>
  );
}

const NOT_KNOWN_YET = { done: 0, total: null };
