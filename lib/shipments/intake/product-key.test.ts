import { expect, it } from 'vitest';
import { optionKey, productKey } from './product-key';

it('remembers by the product code, and by the name where there is none', () => {
  expect(productKey(' C100 ', '린넨 셔츠')).toBe('C100');
  expect(productKey('', '린넨  셔츠')).toBe(productKey('', '린넨 셔츠 '));
  expect(productKey('린넨 셔츠', '')).not.toBe(productKey('', '린넨 셔츠'));
});

it('has no key where there is neither code nor name', () => {
  expect(productKey(' ', '')).toBe('');
});

it('knows one option by its many spellings', () => {
  const spellings = ['색상: 블랙 / 사이즈: L', '색상:블랙/사이즈:L', '색상 : 블랙/ 사이즈：Ｌ'];
  expect(new Set(spellings.map(optionKey)).size).toBe(1);
});

it('keeps different options apart', () => {
  expect(optionKey('블랙 L')).not.toBe(optionKey('블랙 XL'));
  expect(optionKey('1 + 1')).toBe(optionKey('1+1'));
  expect(optionKey('')).toBe('');
});

it('stays short enough for an index, whatever is written', () => {
  const long = '아주 긴 옵션 '.repeat(200);
  expect(optionKey(long).length).toBeLessThan(60);
  expect(optionKey(long)).not.toBe(optionKey(`${long}2`));
});
