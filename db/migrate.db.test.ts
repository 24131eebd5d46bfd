import { randomBytes } from 'node:crypto';
import { createServer, connect as dial } from 'node:net';
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

it('a role of another name gets everything that the first one had', async () => {
  await migrate(adminUrl, appRole);
  const other = name();
  await migrate(adminUrl, other);
  ownerUrl = adminUrl;
  expect(await actingAs(other)).toEqual([{ count: '0' }]);
  const found = await on(adminUrl, async (sql) => {
    await sql.unsafe(`set role ${other}`);
    return sql`select * from moa_find_orders('orderNo', 'A', 1)`;
  });
  expect(found).toHaveLength(0);
});

it('a database of a newer Moa is refused', async () => {
  await migrate(adminUrl, appRole);
  await on(
    adminUrl,
    (sql) => sql`
      insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 4102444800000)`,
  );
  await expect(migrate(adminUrl, appRole)).rejects.toThrow('newer or a different version');
});

it('a pooler that drops the role is refused', async () => {
  const pooler = createServer((client) => {
    const { hostname, port } = new URL(adminUrl);
    const server = dial(Number(port), hostname);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    client.once('data', (start) => {
      server.write(withoutRole(start));
      client.pipe(server).pipe(client);
    });
  });
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
  const address = pooler.address();
  const url = new URL(adminUrl);
  url.port = String(typeof address === 'object' ? address?.port : '');
  await expect(migrate(url.href, appRole)).rejects.toThrow('past any transaction pooler');
  pooler.close();
});

it.each([
  ["encoding 'UTF8' locale_provider libc locale 'C'", 'does not index Hangul'],
  ["encoding 'SQL_ASCII' locale_provider libc locale 'C'", 'Moa needs UTF8'],
])('a database with %s is refused', async (options, reason) => {
  const unfit = name();
  await on(adminUrl, (sql) => sql.unsafe(`create database ${unfit} template template0 ${options}`));
  await expect(migrate(withDatabase(adminUrl, unfit), appRole)).rejects.toThrow(reason);
  await on(adminUrl, (sql) => sql.unsafe(`drop database ${unfit}`));
});

/** The first message of a connection: its length, the protocol, then names and values. */
function withoutRole(start: Buffer): Buffer {
  const settings = start.toString('latin1', 8).replace(/\0role\0[^\0]*\0/, '\0');
  const message = Buffer.concat([start.subarray(0, 8), Buffer.from(settings, 'latin1')]);
  message.writeInt32BE(message.length);
  return message;
}

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
