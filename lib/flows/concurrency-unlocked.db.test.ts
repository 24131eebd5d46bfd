import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { crowd } from './testing-crowd';

/** Proves the test of concurrency: a run that does not lock the stock it plans on is found out. */
vi.mock('@/lib/allocation/load', async (original) => ({
  ...(await original<typeof import('@/lib/allocation/load')>()),
  lock: () => sql``,
}));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'nothing locks the stock' });
});
afterAll(() => database.drop());

it('is noticed when a run does not lock the stock', async () => {
  await expect(crowd(40)).rejects.toThrow(/check constraint|Broken: stock/);
}, 120_000);
