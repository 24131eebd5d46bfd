import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { checkInvariants } from './invariants';
import { areOpen, closePools, openPools } from './pools';

export const TEMPLATE = 'moa_template';

export type TestDatabase = { ownerUrl: string; drop: () => Promise<void> };

type Wishes = {
  template?: string;
  /** Why its laws are not looked at in the end. */
  unchecked?: string;
};

/**
 * A migrated database of this test's own, opened as this process's database. Dropping it fails where
 * what it holds contradicts itself.
 */
export async function createTestDatabase({
  template = TEMPLATE,
  unchecked,
}: Wishes = {}): Promise<TestDatabase> {
  const serverUrl = inject('databaseServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await createDatabase(serverUrl, name, template);
  const ownerUrl = withDatabase(serverUrl, name);
  const opened = openPools(ownerUrl, 'moa_app');
  return {
    ownerUrl,
    drop: async () => {
      try {
        if (!unchecked) await checkLaws(ownerUrl, opened);
      } finally {
        await closePools();
        await onServer(serverUrl, (pool) => pool.unsafe(`drop database ${name} with (force)`));
      }
    },
  };
}

/** Also where a test has closed or replaced the pools. */
async function checkLaws(ownerUrl: string, opened: ReturnType<typeof openPools>) {
  if (!areOpen(opened)) {
    await closePools();
    openPools(ownerUrl, 'moa_app');
  }
  await checkInvariants();
}

/** Another template, filled by the first test that asks for it; whoever asks meanwhile waits. */
export async function ensureTemplate(
  name: string,
  fill: (ownerUrl: string) => Promise<void>,
): Promise<string> {
  const serverUrl = inject('databaseServerUrl');
  await onServer(serverUrl, async (pool) => {
    await pool`select pg_advisory_lock(hashtext(${name}))`;
    try {
      const known = await pool`select from pg_database where datname = ${name}`;
      if (known.length === 0) await makeTemplate(pool, name, fill);
    } finally {
      await pool`select pg_advisory_unlock(hashtext(${name}))`;
    }
  });
  return name;
}

async function makeTemplate(
  pool: postgres.Sql,
  name: string,
  fill: (ownerUrl: string) => Promise<void>,
) {
  const serverUrl = inject('databaseServerUrl');
  const unfinished = `${name}_unfinished`;
  await pool.unsafe(`drop database if exists ${unfinished}`);
  await createDatabase(serverUrl, unfinished, TEMPLATE);
  const ownerUrl = withDatabase(serverUrl, unfinished);
  openPools(ownerUrl, 'moa_app');
  await fill(ownerUrl).finally(closePools);
  await pool.unsafe(`alter database ${unfinished} rename to ${name}`);
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

/** One connection serves a worker to its end: each new one costs as much as a database. */
let kept: { serverUrl: string; pool: postgres.Sql } | undefined;

async function onServer(serverUrl: string, work: (pool: postgres.Sql) => Promise<unknown>) {
  if (kept?.serverUrl !== serverUrl) {
    const quiet = { fetch_types: false, onnotice: () => {} };
    kept = { serverUrl, pool: postgres(serverUrl, { max: 1, ...quiet }) };
  }
  await work(kept.pool);
}
