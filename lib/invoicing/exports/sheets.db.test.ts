import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
  TEST_NOW,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { keepColumns } from '@/lib/files/keep-columns';
import { openFile, readWholeFile } from '@/lib/files/open-file';
import { queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { takeWork } from '@/lib/leases/lease';
import { leasedTask } from '@/lib/leases/task';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import type { SheetRows } from '@/lib/sheets/sheet';
import { workbook } from '@/lib/sheets/testing';
import { writeCsv } from '@/lib/sheets/writing/write-csv';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  READ_AT,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { commitImport, type ImportResult } from '../imports/commit-import';
import { importScreen } from '../imports/import-screen';
import { waybillUploads } from '../imports/read-waybills';
import { mapUpload, remapWaybills, savedWaybillMappings } from '../imports/sheet-mappings';
import { removeWaybills } from '../remove';
import { setWaybill } from '../set-waybill';
import {
  askCourier,
  bundleByHand,
  holdByHand,
  loadAll,
  makeAllocated,
  standing,
} from '../testing-invoices';
import { undoInvoicing } from '../undo';
import { cancelExport, cancelRequested } from './cancel-export';
import { lastOwnExport, pastExports } from './exports-screen';
import { exportWork, makeExport } from './make-export';
import { previewExport } from './preview-export';
import { type ExportRequest, requestExport } from './request-export';

type Person = Ctx & { userId: number };

const KEY = Buffer.alloc(32, 7).toString('base64');
const PASSWORD = '비번Pass!1234';
const surroundings = { clock: () => TEST_NOW, signal: new AbortController().signal };
const exporting = leasedTask({ name: 'export', work: exportWork, workers: 1 }, makeExport(KEY));
const parsing = leasedTask(
  { name: 'upload', work: uploadWork, workers: 1 },
  readUpload(
    {
      waybills: waybillUploads,
      orders: waybillUploads,
      matches: waybillUploads,
      variants: waybillUploads,
      counts: waybillUploads,
    },
    KEY,
  ),
);

let database: TestDatabase;
let ctx: Person;
let otherMall: Ctx;
let otherBefore: unknown;
let channelId: number;
let variant: StockedVariant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makePerson(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx);
  variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 500 }])).V1;
  const otherVariant = (await makeVariants(otherMall, [{ code: 'V1', onHand: 5 }])).V1;
  const otherChannel = await makeChannel(otherMall);
  await makeAllocated(otherMall, otherVariant, [{ orderNo: 'A-1', channelId: otherChannel }]);
  otherBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

it('a sheet goes out encrypted, comes back with numbers, and its shipments are invoiced', async () => {
  const ids = await shipments(3);
  const { exportId } = await request();
  expect((await standing(ctx, ids)).map((row) => row.requestedExportId)).toEqual([
    exportId,
    exportId,
    exportId,
  ]);
  const sheet = await exportedSheet();
  expect(sheet.headers).toContain('고객주문번호');
  expect(column(sheet, '고객주문번호')).toEqual(ids.map(String));
  const filled = fill(sheet, (index) => serial(index));
  const { upload, result } = await importFile(await asXlsx(filled));
  expect(upload).toMatchObject({ goodCount: 3, badCount: 0 });
  expect(result).toMatchObject({ numbered: 3, bad: 0 });
  expect(await standing(ctx, ids)).toMatchObject(
    ids.map((_, index) => ({
      stage: 'invoiced',
      courier: 'lotte',
      waybillNo: serial(index),
      requestedExportId: null,
      printedCount: 1,
    })),
  );
  expect((await stageCounts(ctx)).panel.notPrinted).toBe(0);
});

it('tells the courier what each order of a bundle asks, and that once', async () => {
  const [base = 0, second = 0, third = 0] = await shipments(3);
  await askCourier(ctx, base, '문 앞');
  await askCourier(ctx, second, '경비실');
  await askCourier(ctx, third, '문 앞');
  for (const absorbed of [second, third]) await bundleByHand(ctx, base, absorbed);
  await request();
  const sheet = await exportedSheet();
  expect(column(sheet, '배송메시지')).toEqual(['문 앞 / 경비실']);
});

it('the same file twice changes nothing', async () => {
  const ids = await shipments(2);
  const file = numbersFor(ids);
  await importFile(file);
  const before = await dumpMall(ctx);
  const { upload, result } = await importFile(file);
  expect(upload).toMatchObject({ rowCount: 2, goodCount: 0, badCount: 0 });
  expect(result.numbered).toBe(0);
  expect(await dumpMall(ctx)).toEqual(before);
});

it('a preview is committed once', async () => {
  const ids = await shipments(1);
  const uploadId = await preview(numbersFor(ids));
  await Promise.allSettled([commitImport(ctx, uploadId), commitImport(ctx, uploadId)]);
  await expect(commitImport(ctx, uploadId)).rejects.toMatchObject({
    messageKey: 'invoice.errors.alreadyCommitted',
  });
  expect((await standing(ctx, ids))[0]?.waybillNo).toBe(serial(0));
});

it('two people who commit the same file at once number each parcel once', async () => {
  const ids = await shipments(20);
  const uploads = [await preview(numbersFor(ids)), await preview(numbersFor(ids))];
  const results = await Promise.all(uploads.map((uploadId) => commitImport(ctx, uploadId)));
  expect(results.reduce((sum, result) => sum + result.numbered, 0)).toBe(20);
});

it('what changed after the request is refused', async () => {
  const ids = await shipments(2);
  await request();
  await moveAway(ids[0] ?? 0);
  expect(await reasonsOf(await preview(numbersFor(ids)))).toEqual(['changedSinceRequest', '']);
});

it('what changed after its request was cancelled, or its number deleted, is refused, until it is asked for anew', async () => {
  const [corrected = 0, numbered = 0, same = 0] = await shipments(3);
  const { exportId } = await request();
  await importFile(numbersFor([numbered]));
  await removeWaybills(ctx, [numbered]);
  await cancelExport(ctx, exportId);
  await moveAway(corrected);
  await moveAway(numbered);
  const file = numbersFor([corrected, numbered, same]);
  expect(await reasonsOf(await preview(file))).toEqual([
    'changedSinceRequest',
    'changedSinceRequest',
    '',
  ]);
  await request();
  expect(await reasonsOf(await preview(file))).toEqual(['', '', '']);
});

it('a delivery message that changes while the courier has the sheet is taken over after it', async () => {
  const report = (minute: number, note: string) => {
    const orders = ['N-1', 'N-2', 'N-3'].map((orderNo) => {
      const line = collectedLine(`${orderNo}:1`);
      return collectedOrder(orderNo, [{ ...line, recipient: { ...line.recipient, note } }]);
    });
    const readAt = new Date(READ_AT.getTime() + minute * 60_000);
    return takeIn(ctx, channelId, orders, { readAt });
  };
  await report(0, '문 앞');
  await allocateEverything(ctx, variant.compositionId);
  const { exportId } = await request();
  await report(1, '경비실');
  await report(2, '택배함');
  expect(await notes(ctx)).toEqual(['문 앞', '문 앞', '문 앞']);
  const [numbered = 0] = (await seeShipments(ctx)).map(({ id }) => id);
  const { result } = await importFile(numbersFor([numbered]));
  expect(result).toMatchObject({ numbered: 1, bad: 0 });
  expect(await notes(ctx)).toEqual(['택배함', '문 앞', '문 앞']);
  await cancelExport(ctx, exportId);
  expect(await notes(ctx)).toEqual(['택배함', '택배함', '택배함']);
});

it('numbers that are taken back fit again, though a relay number was taken over with them', async () => {
  const report = (minute: number, mobile: string) => {
    const line = collectedLine('V-1:1');
    const recipient = { ...line.recipient, mobile };
    const readAt = new Date(READ_AT.getTime() + minute * 60_000);
    return takeIn(ctx, channelId, [collectedOrder('V-1', [{ ...line, recipient }])], { readAt });
  };
  await report(0, '050511112222');
  await allocateEverything(ctx, variant.compositionId);
  await request();
  await report(1, '050533334444');
  const before = await dumpMall(ctx, ['shipments']);
  const file = numbersFor((await seeShipments(ctx)).map(({ id }) => id));
  const { result } = await importFile(file);
  expect(result.numbered).toBe(1);
  await undoInvoicing(ctx, result.runId);
  expect(await dumpMall(ctx, ['shipments'])).toEqual(before);
  expect(await reasonsOf(await preview(file))).toEqual(['']);
});

async function notes(mall: Ctx): Promise<string[]> {
  const found = await inMall(mall, (tx) =>
    rows<{ note: string }>(
      tx,
      sql`
      select recipient.note from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${mall.mallId} order by shipment.id`,
    ),
  );
  return found.map(({ note }) => note);
}

it('what is held when the numbers come back is refused, also after the preview', async () => {
  const ids = await shipments(3);
  await holdByHand(ctx, ids[0] ?? 0);
  const uploadId = await preview(numbersFor(ids));
  expect(await reasonsOf(uploadId)).toEqual(['held', '', '']);
  await holdByHand(ctx, ids[1] ?? 0, 'claim');
  expect(await commitImport(ctx, uploadId)).toMatchObject({ numbered: 1, bad: 2 });
  expect(await reasonsOf(uploadId)).toEqual(['held', 'claimed', '']);
});

it('numbers that a spreadsheet spoiled are refused row by row, the good rows go on', async () => {
  const ids = await shipments(4);
  const xlsx = await writeXlsx({
    sheetName: '결과',
    headers: ['고객주문번호', '운송장번호'],
    rows: [
      [String(ids[0]), '3.2E+11'],
      [String(ids[1]), Number(serial(1))],
      [String(ids[2]), '320000000001'],
      [String(ids[3]), ''],
    ],
    textColumns: [0],
  });
  const uploadId = await preview(xlsx, 'lotte');
  expect(await reasonsOf(uploadId)).toEqual(['damaged', '', 'wrongCheckDigit', 'empty']);
  expect(await commitImport(ctx, uploadId)).toMatchObject({ numbered: 1, bad: 3 });
});

it('an undo of an import leaves the mall as it was', async () => {
  const ids = await shipments(3);
  await request();
  await cancelExport(ctx, (await pastExports(ctx))[0]?.id ?? 0);
  await request({ selection: (await loadAll(ctx))('2-3') });
  await setWaybill(ctx, { shipmentId: ids[0] ?? 0, courier: 'lotte', waybillNo: serial(90) });
  const before = await dumpMall(ctx, ['shipments', 'stock']);
  const { result } = await importFile(numbersFor(ids), 'lotte', true);
  expect(result.numbered).toBe(3);
  expect(await undoInvoicing(ctx, result.runId)).toMatchObject({ undone: 3, kept: 0 });
  expect(await dumpMall(ctx, ['shipments', 'stock'])).toEqual(before);
});

it('another number than the present one needs 기존 송장번호 교체, and two parcels may swap', async () => {
  const ids = await shipments(2);
  await importFile(numbersFor(ids));
  const swapped = numbersFor([...ids].reverse());
  expect(await reasonsOf(await preview(swapped))).toEqual(['alreadyInvoiced', 'alreadyInvoiced']);
  const { result } = await importFile(swapped, 'lotte', true);
  expect(result.numbered).toBe(2);
  expect((await standing(ctx, ids)).map((row) => row.waybillNo)).toEqual([serial(1), serial(0)]);
});

it('the number of a shipment that was bundled away goes to its bundle', async () => {
  const [base = 0, absorbed = 0] = await shipments(2);
  await bundleByHand(ctx, base, absorbed);
  const { result } = await importFile(csv([[String(absorbed), serial(4)]]));
  expect(result.numbered).toBe(1);
  expect((await standing(ctx, [base]))[0]).toMatchObject({
    stage: 'invoiced',
    waybillNo: serial(4),
  });
});

it('a row that names another recipient than its parcel, or its bundle, is refused', async () => {
  const [base = 0, absorbed = 0, alone = 0] = await shipments(3);
  await rename(absorbed, '김철수');
  await rename(alone, '박영희');
  await bundleByHand(ctx, base, absorbed);
  const named = (id: number, name: string, phone: string) => [String(id), name, phone, serial(4)];
  const reasonOf = async (line: string[]) =>
    reasonsOf(await preview(Buffer.from(writeCsv({ headers: NAMED_HEADERS, rows: [line] }))));
  expect(await reasonOf(named(alone, '김*수', ''))).toEqual(['otherRecipient']);
  expect(await reasonOf(named(alone, '', '010-0000-1111'))).toEqual(['otherRecipient']);
  expect(await reasonOf(named(alone, '박*희', '010-****-1111'))).toEqual(['']);
  expect(await reasonOf(named(base, '김철수', ''))).toEqual(['']);
});

it('without a 배송번호 a row is found by 주문번호 and recipient, if only one parcel fits', async () => {
  const [single = 0] = await shipments(1, 'A');
  await makeAllocated(ctx, variant, [
    { orderNo: 'A-1', channelId: await makeChannel(ctx, { account: 'b' }) },
  ]);
  await shipments(1, 'B');
  const file = Buffer.from(
    writeCsv({
      headers: ['주문번호', '받는분성명', '운송장번호'],
      rows: [
        ['A-1', '홍길순', serial(1)],
        ['B-1', '홍 길순', serial(2)],
        ['B-1', '김철수', serial(3)],
      ],
    }),
  );
  expect(await reasonsOf(await preview(file))).toEqual([
    'shipmentNoNeeded',
    '',
    'shipmentNoNeeded',
  ]);
  expect((await standing(ctx, [single]))[0]?.stage).toBe('allocated');
  expect((await importFile(file)).result.numbered).toBe(1);
  expect(await reasonsOf(await preview(file))).toEqual([
    'shipmentNoNeeded',
    'sameNumber',
    'shipmentNoNeeded',
  ]);
});

it('a shipment of another mall is unknown', async () => {
  const [foreign] = await inMall(otherMall, (tx) =>
    rows<{ id: number }>(tx, sql`select id from shipments where mall_id = ${otherMall.mallId}`),
  );
  const uploadId = await preview(csv([[String(foreign?.id), serial(1)]]));
  expect(await reasonsOf(uploadId)).toEqual(['unknownShipment']);
});

it('a file with headers nobody knows waits for its columns to be picked, once', async () => {
  const [id = 0] = await shipments(1);
  const file = Buffer.from(
    writeCsv({ headers: ['가', '나', '메모'], rows: [[String(id), serial(1), '']] }),
  );
  const uploadId = await previewInChild(file);
  expect(await stateOf(uploadId)).toBe('needs_mapping');
  await expect(keepColumns(ctx, uploadId)).rejects.toThrow('errors.notFound');
  await mapUpload(ctx, { uploadId, mapping: { shipmentNo: 0, waybillNo: 1 } });
  await parsing.work(ctx, surroundings);
  expect(await stateOf(uploadId)).toBe('previewed');
  expect(await stateOf(await previewInChild(file))).toBe('previewed');
  const [saved] = await savedWaybillMappings(ctx);
  expect(saved).toMatchObject({ headers: ['가', '나', '메모'], mapping: { shipmentNo: 0 } });
  expect(await savedWaybillMappings(otherMall)).toEqual([]);
});

it('a file that is known by its headers can be read otherwise, now and later', async () => {
  const [id = 0] = await shipments(1);
  const headers = ['운송장번호', '고객주문번호', '관리번호'];
  const file = Buffer.from(writeCsv({ headers, rows: [[serial(1), '0000-1', String(id)]] }));
  const uploadId = await preview(file);
  expect(await reasonsOf(uploadId)).toEqual(['unknownShipment']);
  await remapWaybills(ctx, uploadId);
  await expect(keepColumns(otherMall, uploadId)).rejects.toThrow('errors.notFound');
  await keepColumns(ctx, uploadId);
  expect(await reasonsOf(uploadId)).toEqual(['unknownShipment']);
  await remapWaybills(ctx, uploadId);
  const asking = await importScreen(ctx, uploadId, { outcome: 'all', word: '' });
  expect(asking).toMatchObject({ columns: { waybillNo: 0, shipmentNo: 1 } });
  for (const shipmentNo of [1, 2]) {
    await mapUpload(ctx, { uploadId, mapping: { waybillNo: 0, shipmentNo } });
    await parsing.work(ctx, surroundings);
    if (shipmentNo === 1) await remapWaybills(ctx, uploadId);
  }
  expect(await reasonsOf(uploadId)).toEqual(['']);
  expect(await savedWaybillMappings(ctx)).toMatchObject([{ headers, mapping: { shipmentNo: 2 } }]);
  expect(await commitImport(ctx, uploadId)).toMatchObject({ numbered: 1 });
  await expect(remapWaybills(ctx, uploadId)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

it('a file with only the recipient to go by waits for its columns too, and keeps its courier', async () => {
  const [id = 0] = await shipments(1);
  const headers = ['송장번호(로젠택배)', '수하인명', '업체번호'];
  const file = Buffer.from(writeCsv({ headers, rows: [['92816272404', '홍길동', String(id)]] }));
  const uploadId = await previewInChild(file, null);
  expect(await stateOf(uploadId)).toBe('needs_mapping');
  await mapUpload(ctx, { uploadId, mapping: { shipmentNo: 2, waybillNo: 0 } });
  await parsing.work(ctx, surroundings);
  expect(await reasonsOf(uploadId)).toEqual(['']);
});

it('says which sheets of a workbook it did not read', async () => {
  const [first, second] = await shipments(2);
  const head = ['고객주문번호', '운송장번호'];
  const file = workbook({
    '1일': [head, [String(first), serial(1)]],
    '2일': [head, [String(second), serial(2)]],
  });
  const screen = await importScreen(ctx, await previewInChild(file), { outcome: 'all', word: '' });
  expect(screen?.upload.sheets).toEqual({ read: '1일', unread: ['2일'] });
  expect(screen?.counts.good).toBe(1);
});

it('an encrypted file asks for its password, a broken one says so', async () => {
  const ids = await shipments(1);
  const sheet = { sheetName: 's', headers: ['고객주문번호', '운송장번호'], textColumns: [0, 1] };
  const locked = await writeXlsx({
    ...sheet,
    rows: [[String(ids[0]), serial(1)]],
    password: 'abcd',
  });
  expect(await stateOf(await previewInChild(locked))).toBe('needs_password');
  expect(await stateOf(await previewInChild(locked, 'lotte', false, 'abcd'))).toBe('previewed');
  expect(await stateOf(await previewInChild(Buffer.from([0x50, 0x4b, 3, 4, 9, 9])))).toBe('failed');
});

it('a second request leaves out what is out already, unless it is ticked', async () => {
  await shipments(2);
  await request();
  await shipments(1, 'B');
  expect(await request()).toMatchObject({ requested: 1, refused: 2 });
  expect(await request({ includesRequested: true })).toMatchObject({ requested: 3, refused: 0 });
});

it('a cancelled request frees its shipments, and its file is gone', async () => {
  const ids = await shipments(2);
  const { exportId } = await request();
  await exporting.work(ctx, surroundings);
  expect(await cancelExport(ctx, exportId)).toEqual({ freed: 2 });
  expect((await standing(ctx, ids)).map((row) => row.requestedExportId)).toEqual([null, null]);
  expect((await pastExports(ctx))[0]).toMatchObject({ state: 'cancelled', fileId: null });
});

it('frees chosen parcels alone: the rest of the request and its file stay, and a changed one takes no number', async () => {
  const [freed = 0, waiting = 0] = await shipments(2);
  const { exportId } = await request();
  const load = await loadAll(ctx);
  await expect(cancelRequested(ctx, load())).rejects.toMatchObject({
    messageKey: 'invoice.errors.cancelRangeNeeded',
  });
  expect(await cancelRequested(ctx, load('1'))).toEqual({ freed: 1, kept: 0 });
  expect(
    await inMall(ctx, (tx) =>
      rows(
        tx,
        sql`
        select subject_id as "shipmentId", detail from audit_events
        where mall_id = ${ctx.mallId} and verb = 'export.cancelRow'`,
      ),
    ),
  ).toEqual([{ shipmentId: freed, detail: { request: exportId } }]);
  await expect(cancelRequested(ctx, load('1'))).rejects.toMatchObject({
    messageKey: 'invoice.errors.nothingRequested',
  });
  const requested = (await standing(ctx, [freed, waiting])).map((row) => row.requestedExportId);
  expect(requested).toEqual([null, exportId]);
  await exporting.work(ctx, surroundings);
  const [past] = await pastExports(ctx);
  expect(past).toMatchObject({ state: 'done', rowCount: 2, waiting: 1 });
  expect(past?.fileId).not.toBeNull();
  await moveAway(freed);
  const file = numbersFor([freed, waiting]);
  expect(await reasonsOf(await preview(file))).toEqual(['changedSinceRequest', '']);
});

it('엑셀다운 stands for the last request of whoever looks, never for an earlier file', async () => {
  const last = async (as: Ctx = ctx) => lastOwnExport(await pastExports(as));
  await shipments(1);
  const { exportId } = await request();
  await exporting.work(ctx, surroundings);
  expect(await last()).toMatchObject({ id: exportId, state: 'done' });
  await shipments(1, 'B');
  const second = await request();
  expect(await last()).toMatchObject({ id: second.exportId, state: 'queued', fileId: null });
  await cancelExport(ctx, second.exportId);
  expect(await last()).toMatchObject({ id: exportId });
  expect(await last({ ...ctx, userId: ctx.userId + 1 })).toBeNull();
});

it('held shipments do not go out', async () => {
  const ids = await shipments(2);
  await holdByHand(ctx, ids[0] ?? 0);
  expect(await request()).toMatchObject({ requested: 1, refused: 1 });
});

it('foretells exactly what the file of a request holds, and why the others stay', async () => {
  const [held = 0] = await shipments(2, 'A');
  await request();
  await holdByHand(ctx, held);
  const [numbered = 0, , waiting = 0] = await shipments(4, 'B');
  await setWaybill(ctx, { shipmentId: numbered, courier: 'lotte', waybillNo: serial(1) });
  await holdByHand(ctx, waiting);
  const load = await loadAll(ctx);
  const foretold = (includesRequested: boolean) =>
    previewExport(ctx, { ...wish, selection: load(), includesRequested });
  expect(await foretold(false)).toEqual({
    shipments: 2,
    rowCount: 2,
    leftOut: expect.arrayContaining([
      { reason: 'requested', count: 2 },
      { reason: 'alreadyInvoiced', count: 1 },
      { reason: 'held', count: 1 },
    ]),
  });
  const { shipments: foreseen, rowCount, leftOut } = await foretold(true);
  expect(leftOut).toContainEqual({ reason: 'held', count: 2 });
  const { requested, refused } = await request({ includesRequested: true });
  expect([requested, refused]).toEqual([foreseen, 3]);
  await exporting.work(ctx, surroundings);
  expect((await exportedSheet()).rows).toHaveLength(rowCount);
});

it('whoever may not see personal data exports none', async () => {
  await shipments(1);
  const load = await loadAll(ctx);
  await expect(
    requestExport({ ...ctx, canSeePersonalData: false }, { ...wish, selection: load() }, KEY),
  ).rejects.toMatchObject({ messageKey: 'invoice.errors.personalData' });
});

it('a file is kept seven days and belongs to its mall', async () => {
  const fileId = await storeFile(
    ctx,
    { name: '가.csv', contentType: 'text/csv', expiresAt: new Date(TEST_NOW.getTime() + 1_000) },
    Buffer.alloc(600_000, 'x'),
  );
  expect((await readWholeFile(ctx, fileId)).length).toBe(600_000);
  await expect(openFile(otherMall, fileId)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  const later = { ...ctx, now: new Date(TEST_NOW.getTime() + 2_000) };
  await expect(openFile(later, fileId)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
});

async function makePerson(): Promise<Person> {
  const made = await makeMall();
  if (made.userId === null) throw new Error('Nobody works here.');
  return { ...made, userId: made.userId };
}

async function shipments(count: number, name = 'A'): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, index) => ({
    orderNo: `${name}-${index + 1}`,
    channelId,
  }));
  return (await makeAllocated(ctx, variant, orders)).map((made) => made.shipmentId);
}

const serial = (of: number) => waybillNoFromSerial('lotte', 32_000_000_000 + of);

const wish: Omit<ExportRequest, 'selection'> = {
  templateKey: 'lotte',
  format: 'xlsx',
  password: PASSWORD,
  reason: '출고',
  includesRequested: false,
};

async function request(changes: Partial<ExportRequest> = {}) {
  const load = await loadAll(ctx);
  return requestExport(ctx, { ...wish, selection: load(), ...changes }, KEY);
}

/** The file of the newest request, made by the jobs process and opened with its password. */
async function exportedSheet(): Promise<SheetRows> {
  await exporting.work(ctx, surroundings);
  const [made] = await pastExports(ctx);
  expect(made).toMatchObject({ state: 'done', doneCount: made?.rowCount });
  const bytes = await readWholeFile(ctx, made?.fileId ?? 0);
  await expect(readSheet(bytes, { maxRows: 100 })).rejects.toMatchObject({
    kind: 'passwordNeeded',
  });
  return readSheet(bytes, { maxRows: 100, password: PASSWORD });
}

function column(sheet: SheetRows, header: string) {
  const index = sheet.headers.indexOf(header);
  return sheet.rows.map((row) => row.cells[index]);
}

/** As the courier's program does: the same columns, its number in its own. */
function fill(sheet: SheetRows, numberOf: (index: number) => string) {
  const index = sheet.headers.indexOf('운송장번호');
  return {
    headers: sheet.headers,
    rows: sheet.rows.map((row, at) =>
      row.cells.map((cell, place) => (place === index ? numberOf(at) : cell)),
    ),
  };
}

async function asXlsx({ headers, rows: cells }: ReturnType<typeof fill>) {
  return writeXlsx({
    sheetName: '결과',
    headers,
    rows: cells,
    textColumns: headers.map((_, index) => index),
  });
}

const csv = (lines: string[][]) =>
  Buffer.from(writeCsv({ headers: ['고객주문번호', '운송장번호'], rows: lines }));

const numbersFor = (ids: number[]) => csv(ids.map((id, index) => [String(id), serial(index)]));

async function queue(
  bytes: Uint8Array,
  courier: 'lotte' | null = 'lotte',
  replaces = false,
  password?: string,
): Promise<number> {
  const expiresAt = new Date(TEST_NOW.getTime() + 60_000);
  const file = { name: '결과.xlsx', contentType: 'application/octet-stream', expiresAt };
  const fileId = await storeFile(ctx, file, bytes);
  const upload = { purpose: 'waybills' as const, fileId, fileName: file.name, courier, replaces };
  return queueUpload(ctx, { ...upload, password }, KEY);
}

/** As the jobs process does it, in a child of its own. */
async function previewInChild(...given: Parameters<typeof queue>): Promise<number> {
  const uploadId = await queue(...given);
  await parsing.work(ctx, surroundings);
  return uploadId;
}

/** The same reading without the child, which takes a second to start. */
async function preview(...given: Parameters<typeof queue>): Promise<number> {
  const uploadId = await queue(...given);
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('Nothing is queued.');
  const { rows: sheetRows, ...head } = await readSheet(given[0], { maxRows: 100 });
  async function* parts(): AsyncGenerator<SheetPart> {
    yield { kind: 'head', ...head };
    yield { kind: 'rows', rows: sheetRows };
  }
  const [, courier = 'lotte', replaces = false] = given;
  const leased = {
    id: uploadId,
    purpose: 'waybills',
    channelId: null,
    fileId: 0,
    fileName: '',
  } as const;
  await waybillUploads.read(ctx, { ...leased, courier, options: { replaces }, lease }, parts());
  return uploadId;
}

async function importFile(bytes: Uint8Array, courier: 'lotte' | null = 'lotte', replaces = false) {
  const uploadId = await preview(bytes, courier, replaces);
  const screen = await importScreen(ctx, uploadId, { outcome: 'all', word: '' });
  const result: ImportResult = await commitImport(ctx, uploadId);
  return { upload: screen?.upload, result };
}

async function reasonsOf(uploadId: number): Promise<string[]> {
  const screen = await importScreen(ctx, uploadId, { outcome: 'all', word: '' });
  return (screen?.rows ?? []).sort((a, b) => a.rowNo - b.rowNo).map((row) => row.reason);
}

async function stateOf(uploadId: number): Promise<string | undefined> {
  return (await importScreen(ctx, uploadId, { outcome: 'all', word: '' }))?.upload.state;
}

const NAMED_HEADERS = ['고객주문번호', '받는분성명', '받는분전화번호', '운송장번호'];

async function rename(shipmentId: number, name: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients set name = ${name}
      where mall_id = ${ctx.mallId} and id = (
        select recipient_id from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId})`),
  );
}

/** The buyer of a shipment moves: another version of the recipient. */
async function moveAway(shipmentId: number) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update recipients set address2 = '202동 303호'
      where mall_id = ${ctx.mallId} and id = (
        select recipient_id from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId})`),
  );
}
