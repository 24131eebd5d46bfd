import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET } from '@/app/api/health/route';
import { closePools, openPools } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('tells whether the database answers, and nothing else', async () => {
  const up = await GET();
  expect([up.status, await up.json()]).toEqual([200, { isUp: true }]);
  await closePools();
  openPools('postgres://moa@127.0.0.1:1/moa', 'moa_app');
  const down = await GET();
  expect([down.status, await down.json()]).toEqual([503, { isUp: false }]);
});
