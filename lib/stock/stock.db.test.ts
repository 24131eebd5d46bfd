import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { adjustStock } from './adjust';
import { receiveStock } from './receive';

let database: TestDatabase;
let ctx: Ctx;
let shirt: number;
let socks: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  ctx = await makeMall();
  const made = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 5 }, { code: 'SOCKS' }]);
  [shirt, socks] = [made.SHIRT.variantId, made.SOCKS.variantId];
});

it('puts received goods on hand, the same variant twice as their sum', async () => {
  const received = [
    { variantId: socks, qty: 2 },
    { variantId: shirt, qty: 1 },
    { variantId: socks, qty: 3 },
  ];
  expect(await receiveStock(ctx, received, '입고')).toEqual({ variants: 2, units: 6 });
  expect(await onHand()).toEqual([6, 5]);
});

it('opens a shelf for a variant that had none', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`delete from stock where mall_id = ${ctx.mallId} and variant_id = ${socks}`),
  );
  await receiveStock(ctx, [{ variantId: socks, qty: 4 }]);
  expect(await onHand()).toEqual([5, 4]);
});

it('receives nothing when one of the variants is not ours', async () => {
  const other = await makeMall('남의 상회');
  const foreign = (await makeVariants(other, [{ code: 'HAT' }])).HAT.variantId;
  const received = [
    { variantId: shirt, qty: 1 },
    { variantId: foreign, qty: 1 },
  ];
  await expect(receiveStock(ctx, received)).rejects.toMatchObject({
    messageKey: 'stock.errors.unknownVariant',
  });
  expect(await onHand()).toEqual([5, 0]);
});

it('receives only whole units, at least one', async () => {
  for (const qty of [0, -1, 1.5])
    await expect(receiveStock(ctx, [{ variantId: shirt, qty }])).rejects.toMatchObject({
      messageKey: 'stock.errors.notPositive',
    });
});

it('adjusts with a reason, and never below what is reserved', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set is_supplier_shipped = true
      where mall_id = ${ctx.mallId} and id = ${shirt}`),
  );
  await inMall(ctx, (tx) =>
    tx.execute(sql`update stock set allocated = 3
      where mall_id = ${ctx.mallId} and variant_id = ${shirt}`),
  );
  expect(await adjustStock(ctx, { variantId: shirt, changeQty: -2, reason: '파손' })).toEqual({
    onHand: 3,
  });
  await expect(
    adjustStock(ctx, { variantId: shirt, changeQty: -1, reason: '파손' }),
  ).rejects.toMatchObject({ messageKey: 'stock.errors.belowAllocated' });
  await expect(
    adjustStock(ctx, { variantId: shirt, changeQty: 1, reason: ' ' }),
  ).rejects.toMatchObject({ messageKey: 'stock.errors.reasonMissing' });
  await expect(
    adjustStock(ctx, { variantId: shirt, changeQty: -4, reason: '파손' }),
  ).rejects.toMatchObject({ messageKey: 'stock.errors.belowZero', values: { onHand: 3 } });
  for (const changeQty of [0, 1.5])
    await expect(
      adjustStock(ctx, { variantId: shirt, changeQty, reason: '파손' }),
    ).rejects.toMatchObject({ messageKey: 'stock.errors.noChange' });
});

async function onHand(): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ qty: number }>(
      tx,
      sql`select on_hand as qty from stock where mall_id = ${ctx.mallId} order by variant_id`,
    ),
  );
  return found.map((row) => row.qty);
}
