import { expect, it } from 'vitest';
import { type CodeMeaning, whyUnmatched } from './why-unmatched';

const codes = (sellerOptionCode: string, sellerProductCode = '') => ({
  sellerOptionCode,
  sellerProductCode,
});
const meaning = (
  code: string,
  variantCodes: string[],
  more: Partial<CodeMeaning> = {},
): CodeMeaning => ({
  ...{ code, level: 'option', count: variantCodes.length, variantCodes },
  ...more,
});

it('tells no code from a code that nothing carries', () => {
  expect(whyUnmatched(codes(''), [])).toEqual({ rule: 'noCode' });
  expect(whyUnmatched(codes('S-1'), [])).toEqual({ rule: 'unknownCode', code: 'S-1' });
  expect(whyUnmatched(codes('', 'P-1'), [])).toEqual({ rule: 'unknownCode', code: 'P-1' });
});

it('names the variants that share a code', () => {
  const shared = meaning('S-1', ['V1', 'V2'], { count: 3 });
  expect(whyUnmatched(codes('S-1', 'P-1'), [shared])).toEqual({
    rule: 'sharedCode',
    code: 'S-1',
    variantCodes: ['V1', 'V2'],
    others: 1,
  });
});

it('takes the code of a product for none of an option', () => {
  const ofProduct = meaning('P-1', ['V1'], { level: 'product' });
  expect(whyUnmatched(codes('P-1'), [ofProduct])).toMatchObject({ rule: 'unknownCode' });
});

it('names the code of the option where that of the product leads to one variant of many', () => {
  const shared = meaning('S-1', ['V1', 'V2']);
  const ofProduct = meaning('P-1', ['V3', 'V4'], { level: 'product' });
  expect(whyUnmatched(codes('S-1', 'P-1'), [ofProduct, shared])).toMatchObject({ code: 'S-1' });
});
