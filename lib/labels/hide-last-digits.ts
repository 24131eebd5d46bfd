/** 010-1234-5678 → 010-1234-****: the last four digits go, whatever stands between them. */
export function hideLastDigits(phone: string): string {
  let digitsLeft = 4;
  const masked = Array.from(phone).reverse();
  return masked
    .map((letter) => (/\d/.test(letter) && digitsLeft-- > 0 ? '*' : letter))
    .reverse()
    .join('');
}
