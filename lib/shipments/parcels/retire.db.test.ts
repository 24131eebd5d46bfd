import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants, type StockedVariant } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import {
  allocateEverything,
  bundleEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  seeStock,
  takeIn,
  takeNumbersBack,
} from '../intake/testing-intake';

const later = (minutes: number) => ({ readAt: new Date(READ_AT.getTime() + minutes * 60_000) });

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let shirt: StockedVariant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const variants = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }]);
  shirt = variants.SHIRT;
});

it('gives back the stock of units cancelled after allocation; the rest stays allocated', async () => {
  await takeIn(ctx, channelId, [order('1', 5)]);
  await allocateEverything(ctx, shirt.compositionId);
  await takeIn(ctx, channelId, [order('1', 5, 2)], later(1));
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', wantedQty: 3, allocatedQty: 3, holdKinds: [] },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(3);
});

it('cancels a shipment from which everything was cancelled', async () => {
  await takeIn(ctx, channelId, [order('1', 5)]);
  await allocateEverything(ctx, shirt.compositionId);
  await takeIn(ctx, channelId, [order('1', 5, 5)], later(1));
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'cancelled', wantedQty: 0, amount: 0 }]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(0);
});

it('holds an invoiced shipment instead, once, and takes the units out when its number is gone', async () => {
  await takeIn(ctx, channelId, [order('1', 5)]);
  await allocateEverything(ctx, shirt.compositionId);
  await invoiceEverything(ctx);
  const first = await takeIn(ctx, channelId, [order('1', 5, 5)], later(1));
  const held = [{ stage: 'invoiced', wantedQty: 5, holdKinds: ['cancelled_by_channel'] }];
  expect(first.outcomes.get('1')).toBe('updated');
  expect(await seeShipments(ctx)).toMatchObject(held);
  const again = await takeIn(ctx, channelId, [order('1', 5, 5)], later(2));
  expect(again.outcomes.get('1')).toBe('known');
  expect(await seeShipments(ctx)).toMatchObject(held);
  await takeNumbersBack(ctx);
  await takeIn(ctx, channelId, [order('1', 5, 5)], later(3));
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'cancelled', wantedQty: 0, holdKinds: [] },
  ]);
});

it('gives a bundle another base when its base order is cancelled', async () => {
  await takeIn(ctx, channelId, [order('1', 2), order('2', 3)]);
  await bundleEverything(ctx);
  await allocateEverything(ctx, shirt.compositionId);
  await takeIn(ctx, channelId, [order('1', 2, 2)], later(1));
  expect(await seeShipments(ctx)).toMatchObject([
    { stage: 'allocated', baseOrderNo: '2', wantedQty: 3, allocatedQty: 3 },
    { stage: 'absorbed' },
  ]);
  expect(await seeStock(ctx, shirt.variantId)).toBe(3);
});

it('gives it the channel and the dates of that one, too', async () => {
  const otherChannel = await makeChannel(ctx, { account: 'second' });
  const orderedAt = new Date('2026-03-02T05:00:00Z');
  await takeIn(ctx, channelId, [order('1', 2)]);
  await takeIn(ctx, otherChannel, [{ ...order('2', 3), orderedAt, paidAt: orderedAt }]);
  await bundleEverything(ctx);
  await takeIn(ctx, channelId, [order('1', 2, 2)], later(1));
  const bundle = await inMall(ctx, (tx) =>
    oneRow<{ channelId: number; orderedAtMs: number; paidAtMs: number }>(
      tx,
      sql`
      select channel_id as "channelId", extract(epoch from ordered_at)::bigint * 1000 as "orderedAtMs",
        extract(epoch from paid_at)::bigint * 1000 as "paidAtMs"
      from shipments where mall_id = ${ctx.mallId} and is_open`,
    ),
  );
  const [orderedAtMs, paidAtMs] = [orderedAt.getTime(), orderedAt.getTime()];
  expect(bundle).toEqual({ channelId: otherChannel, orderedAtMs, paidAtMs });
});

it('takes the units of many orders out at once', async () => {
  const orderNos = Array.from({ length: 40 }, (_, index) => `m${index}`);
  await takeIn(
    ctx,
    channelId,
    orderNos.map((orderNo) => order(orderNo, 2)),
  );
  await allocateEverything(ctx, shirt.compositionId);
  const taken = await takeIn(
    ctx,
    channelId,
    orderNos.map((orderNo) => order(orderNo, 2, 1)),
    later(1),
  );
  expect(taken.updated).toHaveLength(40);
  expect(await seeStock(ctx, shirt.variantId)).toBe(40);
});

function order(orderNo: string, quantity: number, cancelledQuantity = 0) {
  return collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { quantity, cancelledQuantity })]);
}
