import { expect, it } from 'vitest';
import { printable } from './pen';

it.each([
  ['김하늘'.normalize('NFD'), '김하늘'],
  ['예쁜 컵🎁❤️ 2개', '예쁜 컵 2개'],
  ['👨‍👩‍👧 가족 세트 🇰🇷', ' 가족 세트 '],
  ['★특가™ A-1', '★특가™ A-1'],
])('%s is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});
