'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ScanResult } from '@/lib/shipping/scanning/scan';
import { askToShip } from './ask';
import { type WaitingScan, waitingScans } from './waiting-scans';

const TRY_AGAIN_MS = 2_000;

/**
 * Sends scans one after the other, each until it is answered. While nobody answers they wait in the
 * browser; `trouble` says why they wait.
 */
export function useWaitingScans(
  mallId: number,
  onAnswer: (scan: WaitingScan, result: ScanResult) => void,
) {
  const queue = useRef<WaitingScan[]>([]);
  const wake = useRef<() => void>(() => {});
  const [count, setCount] = useState(0);
  const [trouble, setTrouble] = useState<{ message: string } | null>(null);
  const tell = useEffectEvent(onAnswer);

  useEffect(() => {
    const kept = waitingScans(window.localStorage, mallId);
    const stopped = new AbortController();
    queue.current = kept.all();
    setCount(queue.current.length);
    const rest = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake.current = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const sendAll = async () => {
      while (!stopped.signal.aborted) {
        const [scan] = queue.current;
        if (!scan) {
          await rest(60_000);
          continue;
        }
        const reply = await askToShip(mallId, scan);
        if (stopped.signal.aborted) return;
        if (reply.kind === 'told') {
          kept.drop(scan.scanId);
          queue.current = queue.current.filter(({ scanId }) => scanId !== scan.scanId);
          setCount(queue.current.length);
          setTrouble(null);
          tell(scan, reply.value);
          continue;
        }
        setTrouble({ message: reply.kind === 'refused' ? reply.message : '' });
        // One that the server stumbles over must not keep back all behind it.
        if (reply.kind === 'away' && reply.isServerFault)
          queue.current = [...queue.current.slice(1), scan];
        await rest(TRY_AGAIN_MS);
      }
    };
    void sendAll();
    const online = () => wake.current();
    window.addEventListener('online', online);
    return () => {
      stopped.abort();
      window.removeEventListener('online', online);
      wake.current();
    };
  }, [mallId]);

  function send(scan: WaitingScan) {
    waitingScans(window.localStorage, mallId).keep(scan);
    queue.current.push(scan);
    setCount(queue.current.length);
    if (!trouble) wake.current();
  }

  return { send, count, trouble };
}
