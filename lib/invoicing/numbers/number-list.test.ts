import { expect, it } from 'vitest';
import { readNumberList } from './number-list';

it('reads what people paste, each number once and in its order', () => {
  const text = '\uFEFF"1234-567-8901"\r\n12345678902, 12345678903\t12345678901';
  expect(readNumberList('logen', text)).toEqual({
    numbers: ['12345678901', '12345678902', '12345678903'],
    repeated: 1,
    wrong: [],
  });
});

it('names what is certainly no number of the courier', () => {
  expect(readNumberList('lotte', '320000000003 320000000004 3.2E+11').wrong).toEqual([
    '320000000004',
    '3.2E+11',
  ]);
});

it('a heading is no number, even where the courier has no certain rule', () => {
  expect(readNumberList('epost', '등기번호\n6012345678901').wrong).toEqual(['등기번호']);
});
