import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { closePools, openPools } from './pools';

export const TEMPLATE = 'moa_template';

export type TestDatabase = { ownerUrl: string; drop: () => Promise<void> };

/** A migrated database of this test's own, opened as this process's database. */
export async function createTestDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const serverUrl = inject('databaseServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await createDatabase(serverUrl, name, template);
  const ownerUrl = withDatabase(serverUrl, name);
  openPools(ownerUrl, 'moa_app');
  return {
    ownerUrl,
    drop: async () => {
      await closePools();
      await onServer(serverUrl, (pool) => pool.unsafe(`drop database ${name} with (force)`));
    },
  };
}

/** Another template, filled by the first test that asks for it; whoever asks meanwhile waits. */
export async function ensureTemplate(
  name: string,
  fill: (ownerUrl: string) => Promise<void>,
): Promise<string> {
  const serverUrl = inject('databaseServerUrl');
  await onServer(serverUrl, async (pool) => {
    await pool`select pg_advisory_lock(hashtext(${name}))`;
    const known = await pool`select from pg_database where datname = ${name}`;
    if (known.length > 0) return;
    const unfinished = `${name}_unfinished`;
    await pool.unsafe(`drop database if exists ${unfinished}`);
    await createDatabase(serverUrl, unfinished, TEMPLATE);
    const ownerUrl = withDatabase(serverUrl, unfinished);
    openPools(ownerUrl, 'moa_app');
    await fill(ownerUrl).finally(closePools);
    await pool.unsafe(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}

export async function createDatabase(serverUrl: string, name: string, template?: string) {
  const copy = template ? `template ${template} strategy = file_copy` : '';
  await onServer(serverUrl, (pool) => pool.unsafe(`create database ${name} ${copy}`));
}

export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(serverUrl: string, work: (pool: postgres.Sql) => Promise<unknown>) {
  const pool = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
