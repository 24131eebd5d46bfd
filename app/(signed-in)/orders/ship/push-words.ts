import { getTranslations } from 'next-intl/server';
import type { PushRow } from '@/lib/shipping/screen';
import { pushFix } from './push-fix';

type Answer = Pick<PushRow, 'code' | 'message'>;

/** What a channel said to pushes that did not arrive, and what to do about each; the same once. */
export async function pushWords(): Promise<
  (marketplace: string, answers: readonly Answer[]) => string[]
> {
  const t = await getTranslations('ship');
  const has = (key: string) => t.has(key as Parameters<typeof t>[0]);
  return (marketplace, answers) => {
    const notes = answers.map(({ code, message }) => {
      const fix = pushFix({ code, marketplace }, has);
      const isKnown = fix === `fixes.${code}`;
      const words = [message, isKnown ? '' : code, t(fix as Parameters<typeof t>[0])];
      return words.filter(Boolean).join(' · ');
    });
    return [...new Set(notes)].filter(Boolean);
  };
}
