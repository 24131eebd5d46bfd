import { expect, it } from 'vitest';
import { leavesSome } from './leaves-some';

it('a result that leaves some or all of what was asked for is no plain success', () => {
  expect(leavesSome({ shipped: 3, refused: 1 })).toBe(true);
  expect(leavesSome({ undone: 0, kept: 2 })).toBe(true);
  expect(leavesSome({ numbered: 5, bad: 1 })).toBe(true);
});

it('all done, or nothing counted, is one', () => {
  expect(leavesSome({ shipped: 3, refused: 0 })).toBe(false);
  expect(leavesSome({ id: 7 })).toBe(false);
  expect(leavesSome(undefined)).toBe(false);
  expect(leavesSome(null)).toBe(false);
});
