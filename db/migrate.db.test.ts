import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrate } from './migrate';
import { createDatabase, withDatabase } from './testing';

const name = () => `test_${randomBytes(6).toString('hex')}`;

let owner: string;
let appRole: string;
let ownerUrl: string;
let adminUrl: string;

beforeEach(async () => {
  owner = name();
  appRole = name();
  const database = name();
  await createDatabase(inject('databaseServerUrl'), database);
  adminUrl = withDatabase(inject('databaseServerUrl'), database);
  await on(adminUrl, async (sql) => {
    await sql.unsafe(`create role ${owner} login password 'plain'`);
    await sql.unsafe(`alter database ${database} owner to ${owner}`);
  });
  const url = new URL(adminUrl);
  url.username = owner;
  url.password = 'plain';
  ownerUrl = url.href;
});

afterEach(async () => {
  const database = new URL(adminUrl).pathname.slice(1);
  await on(inject('databaseServerUrl'), (sql) =>
    sql.unsafe(`drop database ${database} with (force)`),
  );
});

it('an owner who may make no role is told what an administrator has to run, and then goes on', async () => {
  const refusal = await migrate(ownerUrl, appRole).catch(String);
  expect(refusal).toContain('A database administrator has to run');
  await on(adminUrl, async (sql) => {
    await sql.unsafe(`create role ${appRole} nologin nobypassrls`);
    await sql.unsafe(`grant ${appRole} to ${owner}`);
  });
  await migrate(ownerUrl, appRole);
  await migrate(ownerUrl, appRole);
  expect(await actingAs(appRole)).toEqual([{ count: '0' }]);
});

it('an owner who may make roles acts as the one it made', async () => {
  await on(adminUrl, (sql) => sql.unsafe(`alter role ${owner} createrole`));
  await migrate(ownerUrl, appRole);
  await migrate(ownerUrl, appRole);
  expect(await actingAs(appRole)).toEqual([{ count: '0' }]);
});

function actingAs(role: string) {
  return on(ownerUrl, async (sql) => {
    await sql.unsafe(`set role ${role}`);
    return [...(await sql`select count(*) from orders`)];
  });
}

async function on<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
