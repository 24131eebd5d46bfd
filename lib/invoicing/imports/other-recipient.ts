import { hidesLetters, lettersOf, mayBeOneName } from '@/lib/recipients/name';
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
    if (known.includes(name) && !hidesLetters(name)) return false;
    if (!known.some((one) => fits(name, one))) return true;
  }
  const asked = comparable(row.phones);
  const ours = comparable(recipients.flatMap(({ phones }) => phones));
  return asked.length > 0 && ours.length > 0 && !asked.some((phone) => ours.includes(phone));
}

/** What a courier's program cuts off is the end; shorter beginnings are names of their own. */
const CUT_LENGTH = 3;

const saysAnything = (name: string) => /[^*]/.test(name);

function fits(one: string, other: string): boolean {
  if (mayBeOneName(one, other)) return true;
  if (hidesLetters(one) || hidesLetters(other)) return false;
  const [shorter = '', longer = ''] = [one, other].sort((a, b) => a.length - b.length);
  return shorter.length >= CUT_LENGTH && longer.startsWith(shorter);
}

function comparable(phones: readonly string[]): string[] {
  return phones
    .map(readPhone)
    .filter(isComparable)
    .map(({ digits }) => digits);
}
