import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import {
  collectedLine,
  collectedOrder,
  READ_AT,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { heldOrders } from './held-orders';
import { collectionOverview } from './screen';

const firstPage = pageRequest(undefined, 20);
const home = collectedLine('x').recipient;
const office = { ...home, address1: '서울특별시 중구 세종대로 110', address2: '7층' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('shows both versions of an address, the order met twice, and what left elsewhere', async () => {
  const [ctx, neighbour] = [await makeMall(), await makeMall('이웃상회')];
  const first = await makeChannel(ctx);
  const second = await makeChannel(ctx, { account: 'second' });
  await takeIn(ctx, first, [collectedOrder('1'), collectedOrder('2'), collectedOrder('3')]);
  await takeIn(ctx, second, [collectedOrder('1')]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set requested_export_id = 1
      where mall_id = ${ctx.mallId} and channel_id = ${first}`),
  );
  const moved = collectedOrder('2', [collectedLine('2:1', { recipient: office })]);
  const left = collectedOrder('3', [collectedLine('3:1', { state: 'shipping' })]);
  const readAt = new Date(READ_AT.getTime() + 60_000);
  await takeIn(ctx, first, [moved, left], { readAt });

  const { rows, total } = await heldOrders(ctx, firstPage);
  expect(rows).toMatchObject([
    {
      orderNo: '1',
      kinds: ['duplicate'],
      other: { orderNo: '1', channelName: 'coupang(simplex)' },
    },
    { orderNo: '3', kinds: ['shipped_by_channel'], reported: null },
    {
      orderNo: '2',
      kinds: ['address_changed'],
      recipient: { address: '(06236) 서울특별시 강남구 테헤란로 152 1204호' },
      reported: { address: '(06236) 서울특별시 중구 세종대로 110 7층' },
      obstacle: 'requested',
    },
  ]);
  expect([total, (await collectionOverview(ctx)).heldCount]).toEqual([3, 3]);

  const viewer = { ...ctx, canSeePersonalData: false };
  const masked = (await heldOrders(viewer, firstPage)).rows.at(-1);
  expect(masked?.reported).toMatchObject({
    name: '한*윤',
    address: '서울특별시 중구 세종대로 ***',
  });
  expect((await heldOrders(neighbour, firstPage)).total).toBe(0);
});
