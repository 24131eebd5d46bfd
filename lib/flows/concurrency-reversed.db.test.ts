import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemDb } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { crowd } from './testing-crowd';

/** Proves the test of concurrency: locking shipments from the last to the first is found out. */
vi.mock('@/lib/shipments/locks', async (original) => {
  const locks = await original<typeof import('@/lib/shipments/locks')>();
  const lockShipments: typeof locks.lockShipments = async (tx, ctx, ids) => {
    await tx.execute(sql`
      select from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
      order by id desc for update`);
    return locks.lockShipments(tx, ctx, ids);
  };
  return { ...locks, lockShipments };
});

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  // Two that wait for each other are found out sooner than after a second.
  await systemDb().execute(
    sql.raw(`alter database ${path.basename(database.ownerUrl)} set deadlock_timeout = '100ms'`),
  );
});
afterAll(() => database.drop());

it('is noticed when shipments are locked in another order', async () => {
  await expect(crowd(40)).rejects.toThrow(/deadlock detected|Two waited for each other/);
}, 120_000);
