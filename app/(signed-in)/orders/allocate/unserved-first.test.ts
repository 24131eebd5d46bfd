import { expect, it } from 'vitest';
import { unservedFirst } from './unserved-first';

it('shows lines that are not wholly allocated before the others, each as they stood', () => {
  const lines = [
    { id: 1, qty: 2, allocatedQty: 2 },
    { id: 2, qty: 2, allocatedQty: 1 },
    { id: 3, qty: 1, allocatedQty: 1 },
    { id: 4, qty: 3, allocatedQty: 0 },
  ];
  expect(unservedFirst(lines).map((line) => line.id)).toEqual([2, 4, 1, 3]);
});
