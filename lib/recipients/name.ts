const MASK = /[*○●◯〇]|^\p{Script=Hangul}[ox0]+\p{Script=Hangul}?$/u;
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
  return MASK.test(normaliseName(name));
}
