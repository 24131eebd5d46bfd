import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { diskWatch } from './disk';

it('tells a disk that is nearly full from one that is not', async () => {
  const directory = tmpdir();
  expect(await diskWatch({ directory, leastFreeMegabytes: 0 })()).toBe(false);
  expect(await diskWatch({ directory, leastFreeMegabytes: 1e12 })()).toBe(true);
});

it('stops nothing where the system does not tell', async () => {
  const directory = '/no/such/directory';
  expect(await diskWatch({ directory, leastFreeMegabytes: 1e12 })()).toBe(false);
});
