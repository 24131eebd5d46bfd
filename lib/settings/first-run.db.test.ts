import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { closeFirstRun, readFirstRun } from './first-run';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await makeMall();
  const other = await makeMall('이웃상회');
  const channelId = await makeChannel(other);
  await makeVariants(other, [{ code: 'V1' }]);
  await makeOrders(other, [
    { orderNo: 'O-1', channelId, lines: [{ compositionId: null, qty: 1 }] },
  ]);
});
afterAll(() => database.drop());

it('ticks each first step by what this mall has, whatever another has', async () => {
  await makeChannel(ctx, { marketplace: 'manual', account: 'manual' });
  const none = { channel: false, products: false, stock: false, courier: false, orders: false };
  expect(await readFirstRun(ctx)).toEqual(none);
  const channelId = await makeChannel(ctx);
  expect(await readFirstRun(ctx)).toEqual({ ...none, channel: true });
  await makeVariants(ctx, [{ code: 'V1' }]);
  expect(await readFirstRun(ctx)).toEqual({ ...none, channel: true, products: true });
  await makeVariants(ctx, [{ code: 'V2', onHand: 3 }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
    insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
      sender_address)
    values (${ctx.mallId}, 'hanjin', 'C-1', '한진', '모아상회', '02-000-0000', '서울 중구')`),
  );
  expect(await readFirstRun(ctx)).toEqual({
    ...none,
    channel: true,
    products: true,
    stock: true,
    courier: true,
  });
  await makeOrders(ctx, [{ orderNo: 'O-1', channelId, lines: [{ compositionId: null, qty: 1 }] }]);
  const all = { channel: true, products: true, stock: true, courier: true, orders: true };
  expect(await readFirstRun(ctx)).toEqual(all);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into stock_movements (mall_id, variant_id, kind, qty, reason, at)
      select mall_id, variant_id, 'adjust', -on_hand, '', ${ctx.now.toISOString()} from stock
      where mall_id = ${ctx.mallId} and on_hand > 0`),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`update stock set on_hand = 0 where mall_id = ${ctx.mallId}`),
  );
  expect(await readFirstRun(ctx)).toEqual(all);
});

it('is done with stock where suppliers ship, and with channels where orders are typed in', async () => {
  const mall = await makeMall('위탁상회');
  const channelId = await makeChannel(mall, { marketplace: 'manual', account: 'manual' });
  await makeVariants(mall, [{ code: 'V1' }]);
  await inMall(mall, (tx) =>
    tx.execute(sql`update variants set is_supplier_shipped = true where mall_id = ${mall.mallId}`),
  );
  await makeOrders(mall, [{ orderNo: 'O-1', channelId, lines: [{ compositionId: null, qty: 1 }] }]);
  expect(await readFirstRun(mall)).toMatchObject({ channel: true, stock: true });
});

it('can be closed for good by hand', async () => {
  const mall = await makeMall('새상회');
  await closeFirstRun(mall);
  expect(await readFirstRun(mall)).toBeNull();
});
