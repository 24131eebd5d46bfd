import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { matchShipments } from './match';

const FIRST_ORDERS = 900;
const ORDERS = 20_000;
const SECONDS = 15;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('matches what has just arrived in a mall that the statistics have never seen', async () => {
  const known = await stockedMall('오래된 상회');
  await matchesSoon(known, FIRST_ORDERS);
  await systemDb().execute(sql`analyze`);
  await matchesSoon(await stockedMall('새 상회'), ORDERS);
}, 180_000);

async function matchesSoon({ ctx, channelId }: StockedMall, count: number) {
  const { added } = await takeIn(ctx, channelId, ordersOf(count, `${ctx.mallId}`));
  const start = performance.now();
  expect(await matchShipments(ctx, { orderIds: added })).toMatchObject({ lines: count });
  expect(performance.now() - start).toBeLessThan(SECONDS * 1_000);
}

type StockedMall = { ctx: Ctx; channelId: number };

async function stockedMall(name: string): Promise<StockedMall> {
  const ctx = await makeMall(name);
  const channelId = await makeChannel(ctx);
  await makeVariants(ctx, [{ code: 'V1' }, { code: 'V2' }]);
  return { ctx, channelId };
}

/** Two lines each: one that carries the seller's code, one that nobody knows. */
function ordersOf(count: number, prefix: string) {
  return Array.from({ length: count }, (_, index) => {
    const orderNo = `${prefix}-${index}`;
    return collectedOrder(orderNo, [
      collectedLine(`${orderNo}:1`, { sellerOptionCode: index % 2 ? 'V1' : 'V2' }),
      collectedLine(`${orderNo}:2`, { productCode: 'C200' }),
    ]);
  });
}
