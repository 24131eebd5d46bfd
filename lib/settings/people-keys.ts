import { recipientKeys } from '@/lib/recipients/key';
import { maskName, maskPhone } from '@/lib/recipients/mask';

export type KnownPerson = { key: string; shown: string };

/**
 * Names and phones as a rule remembers them: their keys and what they look like masked, never
 * themselves. What cannot be compared, as a relay number, comes back as `unknown`.
 */
export function readPeople(
  texts: readonly string[],
  mallKey: string,
): { people: KnownPerson[]; unknown: string | undefined } {
  const read = texts.map((text) => ({ text, ...keyedPerson(text, mallKey) }));
  return {
    people: read.flatMap(({ key, shown }) => (key === null ? [] : [{ key, shown }])),
    unknown: read.find(({ key }) => key === null)?.text,
  };
}

function keyedPerson(text: string, mallKey: string): { key: string | null; shown: string } {
  const isPhone = /\d/.test(text);
  const empty = { phone: '', postcode: '', address1: '', address2: '' };
  const keys = recipientKeys(
    { ...empty, name: isPhone ? '' : text, mobile: isPhone ? text : '' },
    mallKey,
  );
  return isPhone
    ? { key: keys.mobileKey, shown: maskPhone(text) }
    : { key: keys.nameKey, shown: maskName(text) };
}
