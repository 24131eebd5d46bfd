import { expect, it } from 'vitest';
import { readRangeBox, writeRangeBox } from './range-box';

it.each([
  ['1-3, 5, 7', [1, 2, 3, 5, 7]],
  ['７，１－２', [1, 2, 7]],
  ['3,3,2-3', [2, 3]],
  ['10 ~ 12', [10, 11, 12]],
  [' ', []],
])('reads %s', (text, numbers) => {
  expect(readRangeBox(text, 20)).toEqual({ numbers });
});

it.each(['0', '3-1', '1-21', 'a', '1--2', '1-2-3', '-4', '1.5', '99999999999999999999'])(
  'says what is wrong with %s',
  (text) => {
    expect(readRangeBox(`1, ${text}`, 20)).toEqual({ wrong: text });
  },
);

it('writes numbers in the shortest way, and reads them again', () => {
  expect(writeRangeBox([7, 3, 2, 1, 5])).toBe('1-3, 5, 7');
  expect(writeRangeBox([])).toBe('');
  expect(readRangeBox(writeRangeBox([9, 10, 12]), 20)).toEqual({ numbers: [9, 10, 12] });
});
