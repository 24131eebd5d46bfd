'use client';

import { useEffect, useState } from 'react';
import { remainingTime } from '@/lib/dashboard/remaining';

const TICK_MS = 1_000;

/** 2:14, running down by itself; it starts from the server's clock, not from this machine's. */
export function Countdown({ until, now }: { until: string; now: string }) {
  const [passedMs, setPassedMs] = useState(0);

  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassedMs(performance.now() - start), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const at = new Date(new Date(now).getTime() + passedMs);
  return <time dateTime={until}>{remainingTime(new Date(until), at)}</time>;
}
