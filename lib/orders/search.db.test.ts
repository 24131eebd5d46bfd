import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { searchEverywhere } from './search';

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sell(await makeMall('다른 상회'));
  ctx = await makeMall();
});

const found = async (word: string, asker = ctx) =>
  (await searchEverywhere(asker, word)).orders.map((order) => order.orderNo);

it('an order is found by its number, whole or from its beginning, in this mall alone', async () => {
  await sell(ctx);
  expect(await found('2026030112345')).toEqual(['2026030112345']);
  expect(await found('20260301')).toEqual(['2026030198765', '2026030112345']);
  expect(await found('%')).toEqual([]);
  expect(await found('_026030112345')).toEqual([]);
});

it('by the recipient: a name from its beginning, a phone however it is written', async () => {
  await sell(ctx);
  expect(await found('도하')).toEqual(['2026030112345']);
  expect(await found('+82 10-9876-1234')).toEqual(['2026030112345']);
  expect(await found('0504-321-98765')).toEqual(['2026030198765']);
});

it('by the recipient that was edited here too', async () => {
  const [, two] = await sell(ctx);
  await editRecipient(ctx, {
    orderId: two?.orderId ?? 0,
    shipmentId: two?.shipmentId ?? 0,
    recipient: {
      name: '새수령',
      phone: '',
      mobile: '010-1111-2222',
      postcode: '48058',
      address1: '부산광역시 해운대구 센텀중앙로 79',
      address2: '1501호',
      note: '',
    },
  });
  expect(await found('새수령')).toEqual(['2026030198765']);
});

it('by its waybill, with dashes or without', async () => {
  const [one] = await sell(ctx);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
      values (${ctx.mallId}, 'cj', '612345678901', ${one?.shipmentId ?? 0}, 'typed', 'retired',
        ${ctx.now.toISOString()})`),
  );
  expect(await found('6123-4567-8901')).toEqual(['2026030112345']);
});

it('goods are found by code and by words of their name', async () => {
  await sell(ctx);
  const goods = async (word: string) =>
    (await searchEverywhere(ctx, word)).goods.map((one) => one.variantCode);
  expect(await goods('LINEN-1')).toEqual(['LINEN-1']);
  expect(await goods('상품 lin')).toEqual(['LINEN-1']);
});

it('goods are found by the beginning of their code, which their name does not hold', async () => {
  await makeVariants(ctx, [{ code: 'P00000LW' }, { code: 'P00000LX' }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set search_text = '담요' where mall_id = ${ctx.mallId}`),
  );
  const { goods } = await searchEverywhere(ctx, 'P00000L');
  expect(goods.map((one) => one.variantCode)).toEqual(['P00000LW', 'P00000LX']);
});

it('nobody finds people whom he may not see', async () => {
  await sell(ctx);
  const masked = { ...ctx, canSeePersonalData: false };
  expect(await found('도하윤', masked)).toEqual([]);
  expect(await found('010-9876-1234', masked)).toEqual([]);
  const { orders } = await searchEverywhere(masked, '2026030112345');
  expect(orders.map((order) => order.recipientName)).toEqual(['도*윤']);
});

async function sell(mall: Ctx) {
  const { 'LINEN-1': goods } = await makeVariants(mall, [{ code: 'LINEN-1', onHand: 9 }]);
  const channelId = await makeChannel(mall);
  const lines = [{ compositionId: goods.compositionId, qty: 1 }];
  return makeOrders(mall, [
    {
      orderNo: '2026030112345',
      channelId,
      lines,
      recipient: { name: '도하윤', mobile: '010-9876-1234' },
    },
    {
      orderNo: '2026030198765',
      channelId,
      lines,
      recipient: { name: '윤슬아', mobile: '0504-321-98765' },
    },
  ]);
}
