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

/** Keeps the address up to 읍·면·동 or the building number: 서울 중구 세종대로 110 ***. */
export function maskAddress(address: string): string {
  const words = address.trim().split(/\s+/);
  const road = words.findIndex((word) => /(로|길)$/.test(word)) + 1;
  const village = words.findIndex((word) => /[읍면동가리]$/.test(word) && !/\d/.test(word));
  const last = road > 0 ? road : village;
  if (last < 0) return words.slice(0, 2).concat('***').join(' ');
  return last >= words.length - 1 ? address.trim() : [...words.slice(0, last + 1), '***'].join(' ');
}
