import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import type { Ctx } from '@/lib/context';
import { packingList } from '@/lib/invoicing/prints/lists';
import { loadAll } from '@/lib/invoicing/testing-invoices';
import { invoiceEverything } from '@/lib/shipments/intake/testing-intake';
import { scanWaybill } from '@/lib/shipping/scanning/scan';
import { addMemo, removeMemo } from './memos';

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

it('whoever packs reads both kinds of memos on the packing list and hears them at the scan', async () => {
  const { orderId, shipmentId } = await sell(ctx);
  await addMemo(ctx, { orderId, kind: 'order', text: '선물 포장' });
  await addMemo(ctx, { orderId, kind: 'cs', text: '환불 문의' });
  const gone = await addMemo(ctx, { orderId, kind: 'order', text: '취소된 메모' });
  await removeMemo(ctx, gone.memoId);
  await allocateThese(ctx, [shipmentId]);
  await invoiceEverything(ctx);
  const load = await loadAll(ctx);
  const { shipments } = await packingList(ctx, load());
  expect(shipments).toMatchObject([{ memo: '선물 포장 / CS 환불 문의' }]);
  const waybillNo = String(600_000_000_000 + shipmentId);
  const heard = await scanWaybill(ctx, { scanId: 'scan-1', waybillNo, scannedAt: ctx.now });
  expect(heard).toMatchObject({
    verdict: 'shipped',
    memos: [
      { kind: 'order', text: '선물 포장' },
      { kind: 'cs', text: '환불 문의' },
    ],
  });
});

it('nobody writes at an order of another mall', async () => {
  const { orderId } = await sell(ctx);
  const other = await makeMall('셋째 상회');
  await expect(addMemo(other, { orderId, kind: 'cs', text: '침입' })).rejects.toThrow(
    'errors.notFound',
  );
});

async function sell(mall: Ctx) {
  const { CAP } = await makeVariants(mall, [{ code: 'CAP', onHand: 9 }]);
  const channelId = await makeChannel(mall);
  const lines = [{ compositionId: CAP.compositionId, qty: 1 }];
  const [made] = await makeOrders(mall, [{ orderNo: 'A-1', channelId, lines }]);
  if (!made) throw new Error('No order was made.');
  return made;
}
