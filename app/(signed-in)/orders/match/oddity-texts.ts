'use client';

import { useTranslations } from 'next-intl';
import { inWon } from '@/lib/channels/money';
import { odditiesOfMatch } from '@/lib/matching/oddities';
import type { MatchSubject } from '@/lib/matching/subject';
import type { Chosen } from './opened';

/** What looks odd about the choice, before it is made. */
export function useOddityTexts(subject: MatchSubject | null, chosen: readonly Chosen[]): string[] {
  const t = useTranslations('match.oddities');
  if (!subject || chosen.length === 0) return [];
  const found = odditiesOfMatch({
    unitPrice: inWon(subject),
    goodsPrice: chosen.reduce((sum, { variant, qty }) => sum + variant.price * qty, 0),
    text: `${subject.productName} ${subject.option}`,
    goodsText: chosen.map(({ variant }) => `${variant.productName} ${variant.option}`).join(' '),
    pieces: chosen.reduce((sum, { qty }) => sum + qty, 0),
  });
  return found.map(({ rule, values: [first, second] }) => t(rule, { first, second }));
}
