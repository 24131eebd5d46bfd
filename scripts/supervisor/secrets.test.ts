import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseSecrets, secretNames } from '@/lib/env';
import { provideSecrets } from './secrets';

let dataDir: string;
const file = () => path.join(dataDir, 'secrets.json');

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'moa-secrets-test-'));
  forget();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true });
});

it('makes keys that the product accepts, for its user alone, and the same ones ever after', async () => {
  await provideSecrets(dataDir);
  const first = parseSecrets(process.env);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  forget();
  await provideSecrets(dataDir);
  expect(parseSecrets(process.env)).toEqual(first);
});

it('adds a key that an older version did not have, and keeps the others', async () => {
  await writeFile(file(), JSON.stringify({ CRON_SECRET: 'kept since long ago' }));
  await provideSecrets(dataDir);
  expect(parseSecrets(process.env).cron).toBe('kept since long ago');
  expect(JSON.parse(await readFile(file(), 'utf8')).CRON_SECRET).toBe('kept since long ago');
});

it('a key of the environment wins', async () => {
  vi.stubEnv('CRON_SECRET', 'from the environment');
  await provideSecrets(dataDir);
  expect(parseSecrets(process.env).cron).toBe('from the environment');
});

it('never replaces a file that it cannot read', async () => {
  await writeFile(file(), '{"CRON_SECRET": "half of a fi');
  await expect(provideSecrets(dataDir)).rejects.toThrow();
  expect(await readFile(file(), 'utf8')).toBe('{"CRON_SECRET": "half of a fi');
});

function forget(): void {
  for (const name of secretNames) vi.stubEnv(name, undefined);
}
