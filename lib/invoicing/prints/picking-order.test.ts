import { expect, it } from 'vitest';
import { inPickingOrder } from './picking-order';

const item = (location: string, variantCode: string) => ({ location, variantCode });

function order(parcels: Record<string, ReturnType<typeof item>[]>): string {
  return inPickingOrder(Object.entries(parcels), ([, items]) => items)
    .map(([name]) => name)
    .join('');
}

it('goes by the shelf of the first goods, counting as people do', () => {
  expect(order({ a: [item('A-10', 'X')], b: [item('A-2', 'Y')], c: [item('', 'Z')] })).toBe('bac');
});

it('puts parcels of the same goods together, the smaller one first', () => {
  const [one, two] = [item('A-1', 'X'), item('B-1', 'Y')];
  expect(order({ a: [two, one], b: [one], c: [two], d: [one] })).toBe('bdac');
});

it('an empty parcel comes first, and equal ones keep their order', () => {
  const same = [item('A-1', 'X')];
  expect(order({ a: same, b: [], c: same })).toBe('bac');
});
