import { expect, it } from 'vitest';
import type { FoundVariant } from './search';
import { namingWords, rankSuggestions } from './suggest-rank';

const variant = (variantId: number, change: Partial<FoundVariant> = {}): FoundVariant => ({
  ...{ variantId, variantCode: `V${variantId}`, barcode: '', productName: '티셔츠', option: '' },
  ...{ price: 0, onHand: 0, available: 0, similarityPercent: null, ...change },
});

it('puts the surest reason on top, and says each variant once', () => {
  const ranked = rankSuggestions(
    [
      { variant: variant(1, { similarityPercent: 90 }), reason: 'similar' },
      { variant: variant(2), reason: 'sibling' },
      { variant: variant(3), reason: 'code' },
      { variant: variant(2, { similarityPercent: 40 }), reason: 'similar' },
      { variant: variant(4), reason: 'elsewhere' },
    ],
    '',
  );
  expect(ranked.map(({ variantId, reason }) => [variantId, reason])).toEqual([
    [3, 'code'],
    [4, 'elsewhere'],
    [2, 'sibling'],
    [1, 'similar'],
  ]);
  expect(ranked[2]?.similarityPercent).toBe(40);
});

it('lets the option decide among variants of one product', () => {
  const ranked = rankSuggestions(
    [
      {
        variant: variant(1, { option: '색상=블랙, 사이즈=M', similarityPercent: 52 }),
        reason: 'similar',
      },
      {
        variant: variant(2, { option: '색상=블랙, 사이즈=L', similarityPercent: 50 }),
        reason: 'similar',
      },
    ],
    '블랙 / L',
  );
  expect(ranked.map(({ variantId }) => variantId)).toEqual([2, 1]);
});

it.each([
  ['[무료배송] 오가닉 티셔츠 남녀공용 (1+1 특가)', '색상: 블랙 / L', '오가닉 티셔츠 색상 블랙 l'],
  ['특가', '', '특가'],
])('searches what names goods in %s %s', (productName, option, text) => {
  expect(namingWords({ productName, option })).toBe(text);
});
