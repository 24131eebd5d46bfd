import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from './wrap';

const widthOf = (letter: string) => (letter < '\u0080' ? 1 : 2);
const wrap = (text: string, width: number, maxLines = 99) =>
  wrapText(text, width, maxLines, widthOf);

describe('wrapText', () => {
  it.each<[string, number, number, string[]]>([
    ['서울 중구 세종대로 110', 12, 9, ['서울 중구', '세종대로 110']],
    ['가나다라마바사', 6, 9, ['가나다', '라마바', '사']],
    ['a bcdefghijkl', 6, 9, ['a bcde', 'fghijk', 'l']],
    ['문 앞\n\n 벨 금지 ', 20, 9, ['문 앞', '벨 금지']],
    ['가나다라마바사', 6, 2, ['가나다', '라마…']],
    ['', 6, 2, []],
    ['가나다', 6, 0, []],
  ])('breaks %j at %i', (text, width, maxLines, lines) => {
    expect(wrap(text, width, maxLines)).toEqual(lines);
  });

  it('fits every line, loses no letter without saying so and always ends', () => {
    const text = fc.string({ unit: fc.constantFrom('가', 'a', ' ', '\n', '펲'), maxLength: 80 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (given, width, maxLines) => {
          const lines = wrap(given, width, maxLines);
          expect(lines.length).toBeLessThanOrEqual(maxLines);
          for (const line of lines) {
            expect(
              Array.from(line).reduce((sum, letter) => sum + widthOf(letter), 0),
            ).toBeLessThanOrEqual(width);
          }
          const letters = given.replace(/\s/g, '');
          const shown = lines.join('').replace(/\s/g, '');
          if (shown.endsWith('…')) expect(letters.startsWith(shown.slice(0, -1))).toBe(true);
          else expect(shown).toBe(letters);
        },
      ),
    );
  });
});
