import { expect, it } from 'vitest';
import { sellerIdOf, sortSellers } from './sellers';

it.each([
  ['옥션(Moa)', 'moa'],
  ['지마켓_moa', 'moa'],
  ['G마켓 moa', 'moa'],
  ['moa', 'moa'],
  ['옥션', ''],
])('the seller id of %s is %s', (cell, id) => expect(sellerIdOf(cell)).toBe(id));

const known = {
  account: 'moa',
  own: new Set(['moa', 'moa-old']),
  others: new Set(['moa2']),
};
const sorted = (...ids: string[]) => {
  const { foreign, strange } = sortSellers(ids, known);
  return [[...foreign], [...strange]];
};

it('what another channel sells is not this one’s', () => {
  expect(sorted('moa2', 'moa2')).toEqual([['moa2'], []]);
  expect(sorted('moa', 'moa2', '')).toEqual([['moa2'], []]);
  expect(sorted('moa-old', 'moa')).toEqual([[], []]);
});

it('an id that nobody knows is foreign only beside the channel’s account, else a person is asked', () => {
  expect(sorted('moa', 'moa3')).toEqual([['moa3'], []]);
  expect(sorted('moa2', 'moa3', 'moa4')).toEqual([['moa2'], ['moa3', 'moa4']]);
  expect(sorted('moa-old', 'moa3')).toEqual([[], ['moa3']]);
});
