import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { type Ctx, inMall } from '@/lib/context';
import { queueUpload } from '@/lib/files/queue-upload';
import { uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { waybillUploads } from '@/lib/invoicing/imports/read-waybills';
import { takeWork } from '@/lib/leases/lease';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeNumbersBack,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { setAllocation } from '@/lib/shipments/stock';
import { leasePushes, recordOutcomes } from '@/lib/shipping/pushes/push-store';
import { parcelDetail } from '@/lib/shipping/scanning/parcel';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels, seePushes } from '@/lib/shipping/testing-parcels';
import { commitImportAndPush } from './commit-import';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_NO = '510000000005';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('a file that replaces what the marketplace was told tells it the new number', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const [id = 0] = ids;
  await shipShipments(ctx, ids);
  const [told] = await leasePushes(ctx, channelId, 10);
  const done = { id: told?.id ?? 0, state: 'done', code: '', message: '', dueInMs: 0 } as const;
  await recordOutcomes(ctx, [done]);
  expect(await commitImportAndPush(ctx, await preview(ctx, [String(id)], true))).toMatchObject({
    numbered: 1,
  });
  expect(await leasePushes(ctx, channelId, 10)).toMatchObject([
    { waybillNo: OTHER_NO, previousWaybillNo: told?.waybillNo },
  ]);
  expect(await seeShipments(ctx)).toMatchObject([{ stage: 'shipped' }]);
});

it('without the wish to replace, what has left keeps its number and its push', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  const [id = 0] = ids;
  await shipShipments(ctx, ids);
  const before = await seePushes(ctx);
  const result = await commitImportAndPush(ctx, await preview(ctx, [String(id)], false));
  expect(result).toMatchObject({ numbered: 0, bad: 1 });
  expect(await seePushes(ctx)).toEqual(before);
});

it('without a 배송번호, what sends goods again is one more parcel of their order', async () => {
  const elsewhere = { ...collectedLine('x').recipient, address2: '502호' };
  const lines = [collectedLine('A-1:1'), collectedLine('A-1:2', { recipient: elsewhere })];
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1', lines)]);
  const [first = 0, second = 0] = ids;
  await takeNumbersBack(ctx);
  await commitImportAndPush(ctx, await preview(ctx, [String(first)], false, '510000000020'));
  await shipShipments(ctx, [first]);
  const lineId = (await parcelDetail(ctx, first))?.lines[0]?.lineId ?? 0;
  const missing = { shipmentId: first, lines: [{ lineId, qty: 1 }], reason: '누락' };
  const { shipmentId: again } = await resend(ctx, missing);
  await inMall(ctx, async (tx) => {
    const line = await oneRow<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${again}`,
    );
    await setAllocation(tx, ctx, [{ ...line, allocatedQty: 1 }]);
    await refreshShipments(tx, ctx, [again]);
  });
  const named = ['A-1', elsewhere.name];
  expect(await reasonOf(ctx, await preview(ctx, named, false))).toBe('shipmentNoNeeded');
  await commitImportAndPush(ctx, await preview(ctx, [String(second)], false));
  await commitImportAndPush(ctx, await preview(ctx, named, false, '510000000016'));
  expect(await seeShipments(ctx)).toMatchObject([
    { id: first, stage: 'shipped' },
    { id: second, stage: 'invoiced' },
    { id: again, stage: 'invoiced' },
  ]);
});

async function reasonOf(ctx: Ctx, uploadId: number): Promise<string> {
  const { reason } = await inMall(ctx, (tx) =>
    oneRow<{ reason: string }>(
      tx,
      sql`select reason from upload_rows
        where mall_id = ${ctx.mallId} and upload_id = ${uploadId}`,
    ),
  );
  return reason;
}

/** The courier's file of one row, read and waiting for 송장등록; it names a parcel, or an order and a person. */
async function preview(
  ctx: Ctx,
  [no = '', name = '']: string[],
  replaces: boolean,
  waybillNo = OTHER_NO,
): Promise<number> {
  if (ctx.userId === null) throw new Error('Nobody uploads.');
  const person = { ...ctx, userId: ctx.userId };
  const expiresAt = new Date(ctx.now.getTime() + 60_000);
  const stored = { name: '결과.csv', contentType: 'text/csv', expiresAt };
  const fileId = await storeFile(ctx, stored, Buffer.from('-'));
  const upload = { purpose: 'waybills', fileId, fileName: stored.name, courier: 'hanjin' } as const;
  const uploadId = await queueUpload(person, { ...upload, replaces }, KEY);
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('Nothing is queued.');
  const leased = { id: uploadId, channelId: null, ...upload, options: { replaces }, lease };
  await waybillUploads.read(ctx, leased, parts(no, name, waybillNo));
  return uploadId;
}

async function* parts(no: string, name: string, waybillNo: string): AsyncGenerator<SheetPart> {
  const headers = name ? ['주문번호', '받는분성명', '운송장번호'] : ['고객주문번호', '운송장번호'];
  const cells = name ? [no, name, waybillNo] : [no, waybillNo];
  yield { kind: 'head', sheetName: '결과', headerRowNo: 1, headers, unreadSheets: [] };
  yield { kind: 'rows', rows: [{ rowNo: 2, cells }] };
}
