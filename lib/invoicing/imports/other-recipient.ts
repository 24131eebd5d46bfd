import { normaliseName } from '@/lib/recipients/name';
import { isComparable, readPhone } from '@/lib/recipients/phone';

/** Who stands in a row or on a parcel, as far as anybody says. */
export type Named = { name: string; phones: readonly string[] };

/**
 * A row names somebody else than anyone its parcel is for. Names decide, with masks (홍*동) and names
 * that were cut short taken for whole; phones only where no whole name is the same. What is empty,
 * masked or a safe number contradicts nothing.
 */
export function namesSomebodyElse(row: Named, recipients: readonly Named[]): boolean {
  const name = lettersOf(row.name);
  const known = recipients.map((one) => lettersOf(one.name)).filter(saysAnything);
  if (saysAnything(name) && known.length > 0) {
    if (known.includes(name) && !name.includes(MASK)) return false;
    if (!known.some((one) => fits(name, one))) return true;
  }
  const asked = comparable(row.phones);
  const ours = comparable(recipients.flatMap(({ phones }) => phones));
  return asked.length > 0 && ours.length > 0 && !asked.some((phone) => ours.includes(phone));
}

const MASK = '*';
const MASKS = /[*○●◯〇]+/gu;
/** 홍O동, 홍ox: a zero or letter between Hangul hides one. */
const LETTER_MASKS = /(?<=^\p{Script=Hangul})[ox0]+(?=\p{Script=Hangul}?$)/u;
/** What a courier's program cuts off is the end; shorter beginnings are names of their own. */
const CUT_LENGTH = 3;

function lettersOf(name: string): string {
  return normaliseName(name)
    .replace(MASKS, MASK)
    .replace(LETTER_MASKS, MASK)
    .replace(/[^\p{L}\p{N}*]/gu, '');
}

const saysAnything = (name: string) => /[^*]/.test(name);

function fits(one: string, other: string): boolean {
  if (one.includes(MASK)) return isMaskOf(one, other);
  if (other.includes(MASK)) return isMaskOf(other, one);
  const [shorter = '', longer = ''] = [one, other].sort((a, b) => a.length - b.length);
  return shorter === longer || (shorter.length >= CUT_LENGTH && longer.startsWith(shorter));
}

/** Of two masks the one is read as letters: 홍*동 and 홍** are compared as far as both say. */
function isMaskOf(mask: string, name: string): boolean {
  const [start = '', ...rest] = mask.split(MASK);
  const end = rest.at(-1) ?? '';
  const [from, to] = [name.split(MASK)[0] ?? '', name.split(MASK).at(-1) ?? ''];
  return startsAlike(start, from) && startsAlike(reversed(end), reversed(to));
}

const startsAlike = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);
const reversed = (text: string) => [...text].reverse().join('');

function comparable(phones: readonly string[]): string[] {
  return phones
    .map(readPhone)
    .filter(isComparable)
    .map(({ digits }) => digits);
}
