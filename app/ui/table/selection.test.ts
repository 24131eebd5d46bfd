import { expect, it } from 'vitest';
import { stillShown } from './selection';

it('lets go of a row that leaves: in another list or on another page it is not chosen', () => {
  const here = stillShown(new Set([1, 2, 3]), [3, 4]);
  expect([...here]).toEqual([3]);
  expect([...stillShown(here, [1, 2, 3])]).toEqual([3]);
});
