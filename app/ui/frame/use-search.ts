'use client';

import { useEffect, useState } from 'react';
import type { Found } from '@/lib/orders/search';

const nothing: Found = { orders: [], goods: [] };
const PAUSE_MS = 120;

export type Search = { found: Found; state: 'idle' | 'looking' | 'done' | 'failed' };

/** Looks a word up once the typing pauses; an answer to an earlier word is dropped. */
export function useSearch(word: string): Search {
  const [search, setSearch] = useState<Search>({ found: nothing, state: 'idle' });

  useEffect(() => {
    if ([...word.trim()].length < 2) {
      setSearch({ found: nothing, state: 'idle' });
      return;
    }
    const stop = new AbortController();
    setSearch(({ found }) => ({ found, state: 'looking' }));
    const timer = setTimeout(() => {
      ask(word, stop.signal).then(
        (found) => setSearch({ found, state: 'done' }),
        () => stop.signal.aborted || setSearch({ found: nothing, state: 'failed' }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [word]);

  return search;
}

async function ask(word: string, signal: AbortSignal): Promise<Found> {
  const answer = await fetch(`/api/search?word=${encodeURIComponent(word)}`, { signal });
  if (!answer.ok) throw new Error(`Search answered ${answer.status}`);
  return answer.json();
}
