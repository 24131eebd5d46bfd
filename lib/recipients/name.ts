const MASKED = /[*○●◯〇]|^\p{Script=Hangul}[ox0]+\p{Script=Hangul}?$/u;
const HONORIFIC = /(?<=.{3})(?:님|귀하)$/u;

/** A name as it is compared and searched: one form of each letter, no spaces, no honorific. */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(HONORIFIC, '');
}

/** 홍*동, 홍○동, 홍O동: two people of one mask are not one person. */
export function isMaskedName(name: string): boolean {
  return MASKED.test(normaliseName(name));
}

const MASK = '*';
const MASKS = /[*○●◯〇]+/gu;
/** 홍O동, 홍ox: a zero or letter between Hangul hides one. */
const LETTER_MASKS = /(?<=^\p{Script=Hangul})[ox0]+(?=\p{Script=Hangul}?$)/u;

/** The letters of a name, and one * for each part that is hidden. */
export function lettersOf(name: string): string {
  return normaliseName(name)
    .replace(MASKS, MASK)
    .replace(LETTER_MASKS, MASK)
    .replace(/[^\p{L}\p{N}*]/gu, '');
}

export const hidesLetters = (letters: string): boolean => letters.includes(MASK);

/** Whether two of `lettersOf` can be one name: they are compared as far as both are shown. */
export function mayBeOneName(one: string, other: string): boolean {
  if (!hidesLetters(one) && !hidesLetters(other)) return one === other;
  const [ours, theirs] = [shownOf(one), shownOf(other)];
  return (
    startsAlike(ours.start, theirs.start) && startsAlike(reversed(ours.end), reversed(theirs.end))
  );
}

function shownOf(letters: string): { start: string; end: string } {
  const parts = letters.split(MASK);
  return { start: parts[0] ?? '', end: parts.at(-1) ?? '' };
}

const startsAlike = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);
const reversed = (text: string) => [...text].reverse().join('');
