import { expect, it } from 'vitest';
import { isPhoneOfWords, readPhone } from './phone';

it.each([
  ['010-2345-6789', '01023456789', 'mobile'],
  ['０１０－２３４５－６７８９', '01023456789', 'mobile'],
  ['+82 10-2345-6789', '01023456789', 'mobile'],
  ['821023456789', '01023456789', 'mobile'],
  ['+82 (0)10 2345 6789', '01023456789', 'mobile'],
  ['1023456789', '01023456789', 'mobile'],
  ['011-234-5678', '0112345678', 'mobile'],
  ['02-345-6789', '023456789', 'landline'],
  ['+82 2 2345 6789', '0223456789', 'landline'],
  ['31-234-5678', '0312345678', 'landline'],
  ['070-1234-5678', '07012345678', 'landline'],
  ['1588-1234', '15881234', 'landline'],
  ['0504-123-45678', '050412345678', 'virtual'],
  ['0507-1234-567', '05071234567', 'virtual'],
  ['50712345678', '050712345678', 'virtual'],
  ['010-****-6789', '0106789', 'masked'],
  ['010-XXXX-6789', '0106789', 'masked'],
  ['000-0000-0000', '00000000000', 'dummy'],
  ['02-0000-0000', '0200000000', 'dummy'],
  ['010-0000-0000', '01000000000', 'dummy'],
  ['', '', 'empty'],
  ['없음', '', 'empty'],
  ['-', '', 'empty'],
  ['12345', '12345', 'bad'],
  ['010-2345-678901', '0102345678901', 'bad'],
])('%s is %s, %s', (text, digits, kind) => expect(readPhone(text)).toEqual({ digits, kind }));

it.each(['없음', '전화없음', 'none', 'ｘ'])('%s is a phone of words', (text) =>
  expect(isPhoneOfWords(text)).toBe(true),
);

it.each(['', '-', '010-2345-6789', '010-XXXX-6789', 'xxx-xxxx-xxxx', '문의 1588-1234'])(
  '%s is none',
  (text) => expect(isPhoneOfWords(text)).toBe(false),
);
