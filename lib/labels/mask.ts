/** 홍길동 → 홍*동, 홍길 → 홍*, 남궁길동 → 남**동: what strangers may read of a name. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim());
  if (letters.length < 2) return letters.join('');
  const [first = ''] = letters;
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return first + '*'.repeat(letters.length - (last ? 2 : 1)) + last;
}

/** 010-1234-5678 → 010-1234-****: the last four digits go, whatever stands between them. */
export function maskPhone(phone: string): string {
  let digitsLeft = 4;
  const masked = Array.from(phone).reverse();
  return masked
    .map((letter) => (/\d/.test(letter) && digitsLeft-- > 0 ? '*' : letter))
    .reverse()
    .join('');
}
