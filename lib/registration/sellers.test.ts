import { expect, it } from 'vitest';
import { foreignSellers, sellerIdOf } from './sellers';

it.each([
  ['옥션(Moa)', 'moa'],
  ['지마켓_moa', 'moa'],
  ['G마켓 moa', 'moa'],
  ['moa', 'moa'],
  ['옥션', ''],
])('the seller id of %s is %s', (cell, id) => expect(sellerIdOf(cell)).toBe(id));

const foreign = (...ids: string[]) => [
  ...foreignSellers(ids, { own: 'moa', others: new Set(['moa2']) }),
];

it('what another channel sells is not this one’s', () => {
  expect(foreign('moa2', 'moa2')).toEqual(['moa2']);
  expect(foreign('moa', 'moa2', '')).toEqual(['moa2']);
});

it('an id that nobody knows is foreign only beside the channel’s own', () => {
  expect(foreign('moa', 'moa3')).toEqual(['moa3']);
  expect(foreign('moa3', 'moa4')).toEqual([]);
});
