import { expect, it } from 'vitest';
import { sharesOf } from './shares';

const idle = { workers: 4, busy: new Map<number, number>(), leavesOne: true };

it('gives malls a worker each in turn, however much one of them has to do', () => {
  const malls = [
    { mallId: 1, count: 10_000 },
    { mallId: 2, count: 1 },
    { mallId: 3, count: 5 },
  ];
  expect(sharesOf(malls, idle)).toEqual([1, 2, 3, 1]);
});

it('keeps one worker back from a mall that would take them all', () => {
  const crowd = [{ mallId: 1, count: 10_000 }];
  expect(sharesOf(crowd, idle)).toEqual([1, 1, 1]);
  const busy = new Map([[1, 3]]);
  expect(sharesOf(crowd, { ...idle, busy })).toEqual([]);
  expect(sharesOf([...crowd, { mallId: 2, count: 9 }], { ...idle, busy })).toEqual([2]);
  expect(sharesOf(crowd, { ...idle, leavesOne: false })).toEqual([1, 1, 1, 1]);
});

it('starts no more than there is to do, and one where there is one worker', () => {
  expect(sharesOf([{ mallId: 1, count: 2 }], idle)).toEqual([1, 1]);
  expect(sharesOf([{ mallId: 1, count: 2 }], { ...idle, workers: 1 })).toEqual([1]);
});
