import { expect, it } from 'vitest';
import { leakyBucket } from './bucket';

it('holds its size, drains with time, and each key has its own', () => {
  let now = 0;
  const bucket = leakyBucket(40, 2, () => now);
  const taken = (count: number) =>
    Array.from({ length: count }, () => bucket.take('mall')).filter(Boolean).length;
  expect(taken(50)).toBe(40);
  expect(bucket.level('mall')).toBe(40);
  now = 1000;
  expect(bucket.level('mall')).toBe(38);
  expect(taken(50)).toBe(2);
  expect(bucket.take('other')).toBe(true);
  now = 60_000;
  expect(bucket.level('mall')).toBe(0);
});

it('a call refused does not fill it further', () => {
  let now = 0;
  const bucket = leakyBucket(1, 1, () => now);
  expect(bucket.take('vendor')).toBe(true);
  for (let call = 0; call < 9; call += 1) expect(bucket.take('vendor')).toBe(false);
  now = 1000;
  expect(bucket.take('vendor')).toBe(true);
});
