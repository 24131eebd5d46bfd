import { expect, it } from 'vitest';
import { isDoubted } from './doubt';

const COUNTED = '["1","셔츠","l",1]';
const named = (...keys: string[]) => new Set(keys);

it.each([
  ['a new line, both numbered by the marketplace', true, ['1-1'], true, ['1-2'], [], false],
  ['a counted line beside one of the marketplace', true, ['1-1'], true, [COUNTED], [], true],
  [
    'a counted line that the file names no more',
    true,
    [COUNTED],
    true,
    ['["1","C-1","l",1]'],
    [],
    true,
  ],
  ['a file of our own after the marketplace', true, ['1-1'], false, ['1-2'], [], true],
  ['the marketplace after a file of our own', false, ['1-1'], true, ['1-2'], [], true],
  [
    'a file that names all that stands',
    false,
    ['1-1', '1-2'],
    false,
    ['1-3'],
    ['1-1', '1-2'],
    false,
  ],
  ['a file that names some of what stands', false, ['1-1', '1-2'], false, ['1-3'], ['1-1'], true],
])('%s', (_, isStoredOfChannel, lineKeys, isOfChannel, newKeys, namedKeys, expected) => {
  const stored = { isOfChannel: isStoredOfChannel, naming: null, lineKeys };
  const telling = { named: named(...namedKeys), isOfChannel, naming: null };
  expect(isDoubted(stored, newKeys, telling)).toBe(expected);
});

it.each([
  ['another number by the same columns', '가', ['1-1'], '가', ['1-2'], false],
  ['other goods by the same columns', '가', [COUNTED], '가', ['["1","양말","",1]'], false],
  ['a number where there was none', '가', [COUNTED], '가', ['1-1'], true],
  ['other columns', '가', [COUNTED], '나', ['["1","C-1","l",1]'], true],
  ['a file after what was typed in', null, ['1-1'], '가', ['1-2'], true],
])('%s', (_, storedNaming, lineKeys, naming, newKeys, expected) => {
  const stored = { isOfChannel: false, naming: storedNaming, lineKeys };
  expect(isDoubted(stored, newKeys, { named: named(), isOfChannel: false, naming })).toBe(expected);
});
