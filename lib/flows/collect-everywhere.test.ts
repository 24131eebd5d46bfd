import { expect, it } from 'vitest';
import { eachMall } from './collect-everywhere';

it('a mall that fails takes nothing from those after it, and is told of', async () => {
  const done: number[] = [];
  const all = eachMall([1, 2, 3], async (mallId) => {
    if (mallId === 2) throw new Error('the second mall');
    done.push(mallId);
  });
  await expect(all).rejects.toThrow('the second mall');
  expect(done).toEqual([1, 3]);
});
