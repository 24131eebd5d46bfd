import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { registerOrder } from '@/lib/flows/after-registration';
import { collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { orderFormSchema } from './order-form';
import { channelRegistrations } from './screen';
import { register, templateFile, upload } from './testing-uploads';

const lastMinuteOfYesterday = new Date('2026-03-01T23:59:00+09:00');
const midnight = new Date('2026-03-02T00:00:00+09:00');

let database: TestDatabase;
let ctx: Ctx;
let colleague: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const neighbour = await makeMall('남의 상회');
  await enter(neighbour, await makeChannel(neighbour, { marketplace: 'smartstore' }), 'N-1');
  ctx = await makeMall();
  channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
  colleague = { ...ctx, userId: neighbour.userId };
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into operators (mall_id, user_id, name)
      values (${ctx.mallId}, ${colleague.userId}, '박담당')`),
  );
});

it('counts for each channel the orders of today in Korea, by form and by sheet', async () => {
  const other = await makeChannel(ctx, { marketplace: 'smartstore', account: 'second' });
  await enter({ ...ctx, now: lastMinuteOfYesterday }, channelId, 'F-1');
  await enter({ ...ctx, now: midnight }, channelId, 'F-2');
  const file = await templateFile([{ orderNo: 'S-1' }, { orderNo: 'S-2' }]);
  await register(ctx, await upload(ctx, channelId, file));
  expect(await channelRegistrations(ctx)).toMatchObject([
    { channelId, ordersToday: 3 },
    { channelId: other, ordersToday: 0, lastEnteredAt: null, operator: null },
  ]);
});

it('says when an order was last entered and by whom', async () => {
  await enter({ ...ctx, now: midnight }, channelId, 'F-1');
  await enter({ ...colleague, now: lastMinuteOfYesterday }, channelId, 'F-2');
  expect(await last()).toEqual([midnight, '김담당']);
  await enter(colleague, channelId, 'F-3');
  expect(await last()).toEqual([ctx.now, '박담당']);
});

it('leaves out what was collected', async () => {
  await enter({ ...ctx, now: midnight }, channelId, 'F-1');
  await takeIn(ctx, channelId, [collectedOrder('C-1')]);
  expect(await channelRegistrations(ctx)).toMatchObject([{ ordersToday: 1 }]);
  expect(await last()).toEqual([midnight, '김담당']);
});

function enter(mall: Ctx, channelId: number, orderNo: string) {
  return registerOrder(
    mall,
    orderFormSchema.parse({
      channelId,
      orderNo,
      recipientName: '윤슬아',
      recipientMobile: '01022223333',
      address1: '서울특별시 마포구 물결로 1',
      lines: [{ productName: '셔츠', quantity: '1' }],
    }),
  );
}

async function last() {
  const [channel] = await channelRegistrations(ctx);
  return [new Date(channel?.lastEnteredAt ?? 0), channel?.operator];
}
