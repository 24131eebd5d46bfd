import type { Translate } from '@/app/ui/translate';
import { readReason } from '@/lib/channels/reason';

/** Why an order could not be read, by the names that its marketplace gives to its fields. */
export function unreadableText(t: Translate<'collect'>, reason: string): string {
  return readReason(reason)
    .map(({ place, kind, expected, received }) => {
      const values = { place: place ?? t('unreadable.whole'), expected: typeWord(t, expected) };
      return t(`unreadable.${kind}`, { ...values, received: typeWord(t, received) });
    })
    .join(' ');
}

const types = ['string', 'number', 'int', 'boolean', 'array', 'object', 'null'] as const;

function typeWord(t: Translate<'collect'>, word: string): string {
  const type = types.find((known) => known === word);
  return type ? t(`unreadable.types.${type}`) : word;
}
