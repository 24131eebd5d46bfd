import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ctx, inMall } from '@/lib/context';
import { expectMany } from './expect-many';
import { systemDb } from './pools';
import { oneRow } from './rows';
import { createTestDatabase, type TestDatabase } from './testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from './testing-data';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('lets loops be where a run is a small part of what statistics know its mall to have', async () => {
  const old = await mallWith(100);
  expect(await loops(old, 25)).toBe('off');
  await systemDb().execute(sql`analyze shipments`);
  const fresh = await mallWith(100);
  expect(await loops(old, 25)).toBe('on');
  expect(await loops(old, 100)).toBe('off');
  expect(await loops(fresh, 1)).toBe('off');
  await systemDb().execute(sql`analyze shipments`);
  expect(await loops(fresh, 25)).toBe('on');
});

async function mallWith(orders: number): Promise<Ctx> {
  const ctx = await makeMall();
  const { V1 } = await makeVariants(ctx, [{ code: 'V1' }]);
  const channelId = await makeChannel(ctx);
  const lines = [{ compositionId: V1.compositionId, qty: 1 }];
  await makeOrders(
    ctx,
    Array.from({ length: orders }, (_, index) => ({ orderNo: `A-${index}`, channelId, lines })),
  );
  return ctx;
}

const loops = (ctx: Ctx, count: number) =>
  inMall(ctx, async (tx) => {
    await expectMany(tx, count);
    const { loops } = await oneRow<{ loops: string }>(
      tx,
      sql`select current_setting('enable_nestloop') as loops`,
    );
    return loops;
  });
