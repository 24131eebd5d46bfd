'use client';

import { useEffect, useState } from 'react';
import { useAction } from '@/app/ui/form/use-action';
import { piecesMeant } from '@/lib/matching/oddities';
import type { FoundVariant } from '@/lib/matching/search';
import type { MatchSubject } from '@/lib/matching/subject';
import type { Suggestion } from '@/lib/matching/suggest-rank';
import { open } from './actions';
import type { Chosen, Opened } from './opened';

/** What the dialog is about, what it may mean, and what has been chosen so far. */
export function useSubject(opened: Opened, onGone: () => void) {
  const opening = useAction(open);
  const [subject, setSubject] = useState<MatchSubject | null>(null);
  const [suggestions, setSuggestions] = useState<Suggestion[]>([]);
  const [chosen, setChosen] = useState<Chosen[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once a subject; the panel is keyed by it.
  useEffect(() => {
    opening.run(askedBy(opened), (value) => {
      if (!value.subject) return onGone();
      setSubject(value.subject);
      setSuggestions(value.suggestions);
      setChosen(value.subject.current ?? []);
    });
  }, []);

  const has = (variant: FoundVariant) =>
    chosen.some((row) => row.variant.variantId === variant.variantId);

  /** Chooses it so many times for one unit; zero takes it out. */
  function choose(variant: FoundVariant, qty: number) {
    const others = chosen.filter((row) => row.variant.variantId !== variant.variantId);
    if (qty === 0) setChosen(others);
    else if (!has(variant)) setChosen([...chosen, { variant, qty }]);
    else
      setChosen(
        chosen.map((row) => (row.variant.variantId === variant.variantId ? { variant, qty } : row)),
      );
  }

  const piecesOf = (variant: FoundVariant) =>
    piecesMeant(
      `${subject?.productName} ${subject?.option}`,
      `${variant.productName} ${variant.option}`,
    );

  const [likeliest] = suggestions;
  const first = likeliest ? [{ variant: likeliest, qty: piecesOf(likeliest) }] : [];
  return { subject, suggestions, first, chosen, has, piecesOf, choose, failure: opening.failure };
}

function askedBy(opened: Opened): Record<string, unknown> {
  switch (opened.kind) {
    case 'match':
      return { matchId: opened.matchId };
    case 'line':
      return { lineIds: [opened.lineId], waiting: false };
    case 'queue':
      return { lineIds: opened.lineIds, waiting: true };
  }
}
