import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trimLogs } from './log-file';

const large = Buffer.alloc(10_000_001, 'a');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'moa-logs-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('a large log moves aside, a small one stays', async () => {
  await writeFile(path.join(folder, 'web.log'), large);
  await writeFile(path.join(folder, 'jobs.log'), 'short');
  await trimLogs(folder);
  expect((await stat(path.join(folder, 'web.log'))).size).toBe(0);
  expect((await stat(path.join(folder, 'web.log.1'))).size).toBe(large.length);
  expect(await readFile(path.join(folder, 'jobs.log'), 'utf8')).toBe('short');
});

it('a large log is emptied also where it cannot be copied', async () => {
  await writeFile(path.join(folder, 'build.log'), large);
  await mkdir(path.join(folder, 'build.log.1'));
  await trimLogs(folder);
  expect((await stat(path.join(folder, 'build.log'))).size).toBe(0);
});
