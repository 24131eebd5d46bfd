import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { askNotices } from '@/lib/notices/ask';
import { addMemo, removeMemo } from '@/lib/orders/memos';
import { deleteUpload, previewDeletion } from '@/lib/registration/delete-upload';
import { register, templateFile, upload } from '@/lib/registration/testing-uploads';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
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
  expect(await deleteUpload(ctx, uploadId)).toEqual({ deleted: 3, kept: 2 });
  expect([...(await parcelsOf(ctx)).keys()]).toEqual(['told', 'noted']);
  const { memos, seller_notices: notices } = await dumpMall(ctx, ['memos', 'seller_notices']);
  expect([memos, notices].map((left) => left?.length)).toEqual([1, 1]);
});

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
