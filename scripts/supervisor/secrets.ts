import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type SecretName, secretNames } from '@/lib/env';

const stored = z.record(z.string(), z.string());

/**
 * The keys of an embedded installation, made once and kept in its data directory.
 * A key in the environment wins over the kept one.
 */
export async function provideSecrets(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'secrets.json');
  const kept = await readKept(file);
  const missing = secretNames.filter((name) => !kept[name]);
  for (const name of missing) kept[name] = randomBytes(32).toString('base64');
  if (missing.length > 0) await writeWhole(file, kept);
  for (const name of secretNames) provide(name, kept[name]);
}

function provide(name: SecretName, value: string | undefined): void {
  if (!process.env[name]) process.env[name] = value;
}

async function readKept(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return stored.parse(JSON.parse(text));
}

async function writeWhole(file: string, kept: Record<string, string>): Promise<void> {
  const half = `${file}.half`;
  await writeFile(half, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(half, file);
}
