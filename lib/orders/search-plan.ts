import { recipientKeys } from '@/lib/recipients/key';
import { readPhone } from '@/lib/recipients/phone';

export type Lookup = {
  kind: 'orderNo' | 'waybillNo' | 'phoneKey' | 'virtualPhone' | 'name';
  word: string;
};

const NUMBER = /^[0-9A-Za-z][0-9A-Za-z\-_.]*$/;
const LETTERS = /[^\p{ASCII}]/u;
const SHORTEST_NUMBER = 4;
const nobody = { name: '', phone: '', postcode: '', address1: '', address2: '' };

/**
 * What a word may be, the likeliest first. A number that is a phone is looked up by the key it was
 * kept under; without the mall's key (no right to personal data) people are not looked up at all.
 */
export function lookupsOf(word: string, mallKey: string | null): Lookup[] {
  const lookups: Lookup[] = [];
  if (NUMBER.test(word) && word.length >= SHORTEST_NUMBER) {
    lookups.push({ kind: 'orderNo', word });
    const bare = word.replace(/[^0-9A-Za-z]/g, '');
    lookups.push({ kind: 'waybillNo', word: bare });
  }
  if (mallKey === null) return lookups;
  const phone = readPhone(word);
  if (phone.kind === 'virtual') lookups.unshift({ kind: 'virtualPhone', word: phone.digits });
  const { mobileKey } = recipientKeys({ ...nobody, mobile: word }, mallKey);
  if (mobileKey) lookups.unshift({ kind: 'phoneKey', word: mobileKey });
  if (LETTERS.test(word) || !/\d/.test(word)) lookups.push({ kind: 'name', word });
  return lookups;
}
