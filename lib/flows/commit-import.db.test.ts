import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import type { Ctx } from '@/lib/context';
import { queueUpload } from '@/lib/files/queue-upload';
import { uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { waybillUploads } from '@/lib/invoicing/imports/read-waybills';
import { takeWork } from '@/lib/leases/lease';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import { collectedOrder, seeShipments } from '@/lib/shipments/intake/testing-intake';
import { leasePushes, recordOutcomes } from '@/lib/shipping/pushes/push-store';
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
  expect(await commitImportAndPush(ctx, await preview(ctx, id, true))).toMatchObject({
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
  const result = await commitImportAndPush(ctx, await preview(ctx, id, false));
  expect(result).toMatchObject({ numbered: 0, bad: 1 });
  expect(await seePushes(ctx)).toEqual(before);
});

/** The courier's file of one row, read and waiting for 송장등록. */
async function preview(ctx: Ctx, shipmentId: number, replaces: boolean): Promise<number> {
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
  await waybillUploads.read(ctx, leased, parts(shipmentId));
  return uploadId;
}

async function* parts(shipmentId: number): AsyncGenerator<SheetPart> {
  const headers = ['고객주문번호', '운송장번호'];
  yield { kind: 'head', sheetName: '결과', headerRowNo: 1, headers, unreadSheets: [] };
  yield { kind: 'rows', rows: [{ rowNo: 2, cells: [String(shipmentId), OTHER_NO] }] };
}
