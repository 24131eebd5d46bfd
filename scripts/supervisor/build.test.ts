import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildIfStale } from './build';

let checkout: string;
let builds = 0;

const write = (file: string, text: string) => writeFile(path.join(checkout, file), text);
const start = (key = 'key') =>
  buildIfStale(checkout, key, async () => {
    builds++;
  });

beforeEach(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'moa-build-test-'));
  for (const folder of ['app/sign-in', 'lib', 'scripts', '.next']) {
    await mkdir(path.join(checkout, folder), { recursive: true });
  }
  await write('app/sign-in/page.tsx', 'one');
  await write('package-lock.json', '{}');
  await start();
  builds = 0;
});

afterEach(() => rm(checkout, { recursive: true }));

it('builds once for the same sources', async () => {
  await start();
  expect(builds).toBe(0);
});

it.each([
  ['a changed page', 'app/sign-in/page.tsx'],
  ['a new file', 'lib/new.ts'],
  ['other packages', 'package-lock.json'],
])('builds again for %s', async (_, file) => {
  await write(file, 'two');
  await start();
  await start();
  expect(builds).toBe(1);
});

it.each([
  'lib/rule.test.ts',
  'lib/testing.ts',
  'lib/testing-rule.ts',
  'scripts/start.ts',
  'next-env.d.ts',
  'README.md',
])('does not build again for %s', async (file) => {
  await write(file, 'two');
  await start();
  expect(builds).toBe(0);
});

it('tells a build whether there was one before', async () => {
  const told: boolean[] = [];
  const build = async (hasBuilt: boolean) => {
    told.push(hasBuilt);
  };
  await rm(path.join(checkout, '.next/moa-build-id'));
  await buildIfStale(checkout, 'key', build);
  await buildIfStale(checkout, 'another key', build);
  expect(told).toEqual([false, true]);
});

it('builds again for another server-action key', async () => {
  await start('another key');
  expect(builds).toBe(1);
});

it('a build that failed is not taken for a build', async () => {
  await write('lib/new.ts', 'two');
  const failing = buildIfStale(checkout, 'key', () => Promise.reject(new Error('no memory')));
  await expect(failing).rejects.toThrow('no memory');
  await rm(path.join(checkout, 'lib/new.ts'));
  await start();
  expect(builds).toBe(1);
});
