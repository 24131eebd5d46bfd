import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { practiceShops } from '@/lib/practice/shops';
import { openPracticeMall } from './practice-mall';

const key = randomBytes(32).toString('base64');
const now = new Date('2026-03-02T00:30:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('makes the practice mall once, and later only points its channels anew', async () => {
  await openPracticeMall('http://127.0.0.1:4100', key, now);
  const first = await contents();
  expect(first).toMatchObject({ malls: 1, channels: practiceShops.length + 1 });
  expect(first.variants).toBeGreaterThan(250);
  expect(first.matches).toBeGreaterThan(20);
  await openPracticeMall('http://127.0.0.1:4200', key, now);
  expect(await contents()).toEqual({ ...first, pointed: practiceShops.length });
  const { stale } = await oneRow<{ stale: number }>(
    systemDb(),
    sql`select count(*)::int as stale from channels where base_url like '%4100%'`,
  );
  expect(stale).toBe(0);
});

it('finds it again when somebody else owns it', async () => {
  await openPracticeMall('http://127.0.0.1:4200', key, now);
  const before = await contents();
  const { id } = await oneRow<{ id: number }>(
    systemDb(),
    sql`
    insert into users (email, name, password_hash)
    values ('sera@moa.example', '나세라', '') returning id`,
  );
  await systemDb().execute(sql`update memberships set user_id = ${id}`);
  await openPracticeMall('http://127.0.0.1:4200', key, now);
  expect(await contents()).toEqual(before);
});

it('opens a shop that a new version brings, with its matches, and leaves the others alone', async () => {
  await openPracticeMall('http://127.0.0.1:4200', key, now);
  const before = await contents();
  await systemDb().execute(sql`
    with gone as (delete from channels where name = '카페24(moakitchen)' returning id)
    delete from matches where channel_id in (select id from gone)`);
  expect((await contents()).matches).toBeLessThan(before.matches);
  await openPracticeMall('http://127.0.0.1:4200', key, now);
  expect(await contents()).toEqual(before);
});

function contents() {
  return oneRow<{
    malls: number;
    channels: number;
    variants: number;
    matches: number;
    pointed: number;
  }>(
    systemDb(),
    sql`select (select count(*)::int from malls) as malls,
      (select count(*)::int from channels) as channels,
      (select count(*)::int from channels where base_url is not null) as pointed,
      (select count(*)::int from variants) as variants,
      (select count(*)::int from matches) as matches`,
  );
}
