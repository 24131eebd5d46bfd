import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { addGiftRule } from '@/lib/gifts/rules';
import { askNotices } from '@/lib/notices/ask';
import { addMemo, removeMemo } from '@/lib/orders/memos';
import { deleteUpload, previewDeletion } from '@/lib/registration/delete-upload';
import { orderFormSchema } from '@/lib/registration/order-form';
import { register, templateFile, upload } from '@/lib/registration/testing-uploads';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { registerOrder } from './after-registration';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(checkInvariants);
afterAll(() => database.drop());

it('keeps an order whose buyer was told of a delay, or that has a memo, and leaves nothing of the others', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: 'hottracks' });
  const orderNos = ['told', 'untold', 'noted', 'unnoted', 'ruled'];
  const file = await templateFile(orderNos.map((orderNo) => ({ orderNo })));
  const uploadId = await upload(ctx, channelId, file);
  await register(ctx, uploadId);
  const parcelIds = await parcelsOf(ctx);
  const shipmentIds = ['told', 'untold'].map((orderNo) => parcelIds.get(orderNo) ?? 0);
  const delay = { kind: 'delay', reason: 'preparing', shipOn: '2026-03-20', detail: '' } as const;
  expect(await askNotices(ctx, { shipmentIds }, delay)).toMatchObject({ byHand: 2 });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update seller_notices notice set state = 'failed'
      from order_lines line, orders
      where notice.mall_id = ${ctx.mallId} and line.mall_id = notice.mall_id
        and line.id = notice.order_line_id and orders.mall_id = line.mall_id
        and orders.id = line.order_id and orders.order_no = 'untold'`),
  );
  await note(ctx, 'noted');
  await removeMemo(ctx, await note(ctx, 'unnoted'));
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments set hold_kinds = '{rule}'
      where mall_id = ${ctx.mallId} and id = ${parcelIds.get('ruled')}`),
  );
  const kept = [
    { orderNo: 'told', reason: 'told' },
    { orderNo: 'noted', reason: 'noted' },
  ];
  expect(await previewDeletion(ctx, uploadId)).toMatchObject({ deleted: 3, kept });
  expect(await deleteUpload(ctx, uploadId)).toEqual({ deleted: 3, trimmed: 0, kept: 2 });
  expect([...(await parcelsOf(ctx)).keys()]).toEqual(['told', 'noted']);
  const { memos, seller_notices: notices } = await dumpMall(ctx, ['memos', 'seller_notices']);
  expect([memos, notices].map((left) => left?.length)).toEqual([1, 1]);
});

it('takes back what a second file added to an order of the first, and the first stands as it stood', async () => {
  const { ctx, register: take } = await shop();
  const first = await take({ orderNo: 'A-1' });
  const before = await standings(ctx);
  const sheet = [{ orderNo: 'A-1' }, { orderNo: 'A-1', productName: '양말' }, { orderNo: 'A-2' }];
  const second = await take(...sheet);
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠', 'A-1 양말', 'A-2 린넨 셔츠']);
  expect(await previewDeletion(ctx, second)).toEqual({ deleted: 1, trimmed: 1, kept: [] });
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 1, trimmed: 1, kept: 0 });
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠']);
  expect(await standings(ctx)).toEqual(before);
  await take(...sheet);
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠', 'A-1 양말', 'A-2 린넨 셔츠']);
  expect(await previewDeletion(ctx, first)).toMatchObject({ kept: [{ reason: 'grown' }] });
});

it('takes back also what is held as 중복 의심, and leaves no parcel nor person of it', async () => {
  const { ctx, channelId, register: take } = await shop();
  const typed = { productName: '셔츠', quantity: '2', unitPrice: '9900' };
  const person = { recipientName: '윤슬아', recipientMobile: '01022223333', address1: '물결로 1' };
  const order = { channelId, orderNo: 'A-1', ...person, lines: [typed] };
  await registerOrder(ctx, orderFormSchema.parse(order));
  const before = await dumpMall(ctx, ['recipients', 'shipments', 'shipment_lines']);
  const second = await take({ orderNo: 'A-1', productName: '양말' });
  expect(await standings(ctx)).toEqual(['unmatched 2', 'unmatched 1 duplicate']);
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 0, trimmed: 1, kept: 0 });
  expect(await dumpMall(ctx, ['recipients', 'shipments', 'shipment_lines'])).toEqual(before);
});

it('gives back what was reserved for added lines by itself, and nothing else of their bundle', async () => {
  const { ctx, register: take } = await shop();
  await makeVariants(ctx, [{ code: 'SHIRT', onHand: 9 }]);
  const allocation = { servesPartly: false, reallocatesPartly: true };
  await saveAutopilot(ctx, { days: 31, bundleScope: 'same_channel', allocation });
  const shirts = (orderNo: string, optionName = 'L') => {
    return { orderNo, optionName, sellerOptionCode: 'SHIRT' };
  };
  const first = await take(shirts('A-1'), shirts('A-2'));
  const second = await take(shirts('A-1'), shirts('A-1', 'XL'));
  expect(await standings(ctx)).toEqual(['allocated 3', 'absorbed 0']);
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 0, trimmed: 1, kept: 0 });
  expect(await standings(ctx)).toEqual(['allocated 2', 'absorbed 0']);
  expect(await deleteUpload(ctx, first)).toEqual({ deleted: 2, trimmed: 0, kept: 0 });
  expect(await standings(ctx)).toEqual([]);
});

it('keeps an order, or an added line, that its channel has told of by its API since', async () => {
  const { ctx, channelId, register: take } = await shop('coupang');
  const first = await take({ orderNo: 'A-1' }, { orderNo: 'A-2' }, { orderNo: 'A-3' });
  const second = await take({ orderNo: 'A-3' }, { orderNo: 'A-3', productName: '양말' });
  await tellAgain(ctx, channelId, 'A-1');
  const kept = [
    { orderNo: 'A-3', reason: 'grown' },
    { orderNo: 'A-1', reason: 'collected' },
  ];
  expect(await previewDeletion(ctx, first)).toMatchObject({ deleted: 1, kept });
  expect(await deleteUpload(ctx, first)).toEqual({ deleted: 1, trimmed: 0, kept: 2 });
  expect(await previewDeletion(ctx, second)).toMatchObject({ trimmed: 1, kept: [] });
  await tellAgain(ctx, channelId, 'A-3');
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 0, trimmed: 0, kept: 1 });
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠', 'A-3 린넨 셔츠', 'A-3 양말']);
});

it('takes back a gift that was given for the sake of added lines', async () => {
  const { ctx, register: take } = await shop();
  await makeVariants(ctx, [
    { code: 'SHIRT', onHand: 9 },
    { code: 'TOY', onHand: 9 },
  ]);
  await addGiftRule(ctx, {
    ...{ name: '장난감', basis: 'order', giftCode: 'TOY', qty: 1, minQty: 2, minAmount: 0 },
    ...{ channelIds: [], variantCodes: [], tags: [], firstCount: null },
  });
  await saveAutopilot(ctx, {
    ...{ days: 31, bundleScope: 'same_channel' },
    allocation: { servesPartly: false, reallocatesPartly: true },
  });
  const shirt = (optionName: string) => ({ orderNo: 'A-1', optionName, sellerOptionCode: 'SHIRT' });
  await take(shirt('L'));
  const second = await take(shirt('L'), shirt('XL'));
  expect(await standings(ctx)).toEqual(['allocated 3']);
  expect(await deleteUpload(ctx, second)).toMatchObject({ trimmed: 1 });
  expect(await standings(ctx)).toEqual(['allocated 1']);
});

it('keeps an added line that somebody has held, and takes it back later', async () => {
  const { ctx, register: take } = await shop();
  await take({ orderNo: 'A-1' });
  const second = await take({ orderNo: 'A-1', productName: '양말', recipientName: '윤슬아' });
  await setHolds(ctx, '{operator}');
  const kept = [{ id: expect.any(Number), orderNo: 'A-1', reason: 'held' }];
  expect(await previewDeletion(ctx, second)).toEqual({ deleted: 0, trimmed: 0, kept });
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 0, trimmed: 0, kept: 1 });
  await setHolds(ctx, '{}');
  expect(await deleteUpload(ctx, second)).toMatchObject({ trimmed: 1 });
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠']);
});

it('takes back nothing that a later file registered anew', async () => {
  const { ctx, register: take } = await shop();
  const first = await take({ orderNo: 'A-1' }, { orderNo: 'A-2' });
  const memoId = await note(ctx, 'A-2');
  await deleteUpload(ctx, first);
  await take({ orderNo: 'A-1' });
  await removeMemo(ctx, memoId);
  expect(await deleteUpload(ctx, first)).toEqual({ deleted: 1, trimmed: 0, kept: 0 });
  expect(await goods(ctx)).toEqual(['A-1 린넨 셔츠']);
});

/** A mall with one channel, and a way to register rows of a file there. */
async function shop(marketplace = 'hottracks') {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace });
  const take = async (...orders: Parameters<typeof templateFile>[0]): Promise<number> => {
    const uploadId = await upload(ctx, channelId, await templateFile(orders));
    await register(ctx, uploadId);
    return uploadId;
  };
  return { ctx, channelId, register: take };
}

/** The channel's own list of orders holds what a file has brought. */
async function tellAgain(ctx: Ctx, channelId: number, orderNo: string): Promise<void> {
  const lines = await inMall(ctx, (tx) =>
    rows<{ lineKey: string }>(
      tx,
      sql`
      select line.line_key as "lineKey" from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where line.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo}`,
    ),
  );
  const told = lines.map(({ lineKey }) => collectedLine(lineKey));
  const readAt = new Date(ctx.now.getTime() + 60_000);
  await takeIn(ctx, channelId, [collectedOrder(orderNo, told)], { readAt });
}

async function goods(ctx: Ctx): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ line: string }>(
      tx,
      sql`
      select orders.order_no || ' ' || line.product_name as line from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where line.mall_id = ${ctx.mallId} order by 1`,
    ),
  );
  return found.map(({ line }) => line);
}

async function standings(ctx: Ctx): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ standing: string }>(
      tx,
      sql`
      select trim(stage || ' ' || wanted_qty || ' ' || array_to_string(hold_kinds, ' ')) as standing
      from shipments where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return found.map(({ standing }) => standing);
}

function setHolds(ctx: Ctx, kinds: string) {
  return inMall(ctx, (tx) =>
    tx.execute(sql`update shipments set hold_kinds = ${kinds} where mall_id = ${ctx.mallId}`),
  );
}

async function note(ctx: Ctx, orderNo: string): Promise<number> {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`select id from orders where mall_id = ${ctx.mallId} and order_no = ${orderNo}`,
    ),
  );
  const memo = { orderId: id, kind: 'cs', text: '윤슬아 010-2222-3333' } as const;
  return (await addMemo(ctx, memo)).memoId;
}

async function parcelsOf(ctx: Ctx): Promise<Map<string, number>> {
  const found = await inMall(ctx, (tx) =>
    rows<{ orderNo: string; id: number }>(
      tx,
      sql`
      select orders.order_no as "orderNo", shipment.id from shipments shipment
      join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
      where shipment.mall_id = ${ctx.mallId} order by shipment.id`,
    ),
  );
  return new Map(found.map(({ orderNo, id }) => [orderNo, id]));
}
