import { randomBytes } from 'node:crypto';
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
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { badRowsSheet } from '@/lib/files/bad-rows';
import { giveUploadPassword, queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { sheetImport } from '@/lib/files/sheet-import';
import { storeFile } from '@/lib/files/store-file';
import { takeWork } from '@/lib/leases/lease';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { ko } from '@/messages/ko';
import { matchByHand } from '../match-key';
import { undoMatching } from '../rematch/undo';
import { matchesSheet } from './export-matches';
import { importMatches } from './import-matches';
import { badMatchRows, headerNames, type MatchRow, matchColumns } from './match-sheet';
import { matchUploads } from './read-matches';

const KEY = randomBytes(32).toString('base64');

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let channelId: number;
let shelf: Record<'V1' | 'V2', StockedVariant>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx);
  await makeChannel(otherMall);
  await makeVariants(otherMall, [{ code: 'V9' }]);
  shelf = await makeVariants(ctx, [{ code: 'V1', onHand: 9 }, { code: 'V2' }]);
});
afterEach(async () => {
  const foreign = await inMall(otherMall, (tx) =>
    rows(tx, sql`select from matches where mall_id = ${otherMall.mallId}`),
  );
  expect(foreign).toEqual([]);
});

const upload = async (sheetRows: (string | number)[][]) =>
  uploadFile(
    await writeXlsx({
      sheetName: '매칭',
      headers: Object.values(matchColumns),
      rows: sheetRows,
      textColumns: [0, 1, 2, 3, 4],
    }),
  );

async function uploadFile(bytes: Uint8Array): Promise<number> {
  const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
  const fileId = await storeFile(ctx, { name: '매칭.xlsx', contentType: 'test', expiresAt }, bytes);
  const uploadId = await queueUpload(
    { ...ctx, userId: ctx.userId ?? 0 },
    { fileId, fileName: '매칭.xlsx', purpose: 'matches' },
    KEY,
  );
  await readNext();
  return uploadId;
}

async function readNext(): Promise<void> {
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('No upload waits.');
  const readers = {
    orders: matchUploads,
    waybills: matchUploads,
    matches: matchUploads,
    variants: matchUploads,
    counts: matchUploads,
  };
  const signal = new AbortController().signal;
  await readUpload(readers, KEY)(ctx, lease, { clock: () => ctx.now, signal });
}

it('asks for the password of a protected file, and then reads it', async () => {
  const bytes = await writeXlsx({
    sheetName: '매칭',
    headers: Object.values(matchColumns),
    rows: [['coupang(simplex)', 'P1', '셔츠', '', 'V1', 1]],
    textColumns: [0, 1, 2, 3, 4],
    password: 'moa1234',
  });
  const uploadId = await uploadFile(bytes);
  const look = () => sheetImport<MatchRow>(ctx, 'matches', { uploadId, filter: 'all' });
  expect(await look()).toMatchObject({ state: 'needs_password', error: 'passwordNeeded' });
  await giveUploadPassword(ctx, { uploadId, password: 'moa1234' }, KEY);
  await readNext();
  expect(await look()).toMatchObject({ state: 'previewed', counts: { new: 1, bad: 0 } });
});

async function waiting(orderNo: string, productCode: string): Promise<number> {
  await takeIn(ctx, channelId, [
    collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { productCode })]),
  ]);
  const [line] = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select part.id from order_lines line
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      where line.mall_id = ${ctx.mallId} and line.line_key = ${`${orderNo}:1`}`,
    ),
  );
  return line?.id ?? 0;
}

const v1 = () => [{ variantId: shelf.V1.variantId, qty: 1 }];
const name = 'coupang(simplex)';

const stages = () =>
  inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select shipment.stage, composition.fingerprint from shipments shipment
      join shipment_lines part
        on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
      left join compositions composition
        on composition.mall_id = part.mall_id and composition.id = part.composition_id
      where shipment.mall_id = ${ctx.mallId} order by shipment.id`,
    ),
  );

it('shows what becomes of each row, takes the good ones, and is taken back by its undo', async () => {
  const lineId = await waiting('A-1', 'C1');
  await matchByHand(ctx, { lineId, items: v1(), remember: true });
  await waiting('A-2', 'C2');
  const before = await dumpMall(ctx);
  const uploadId = await upload([
    [name, 'C1', '셔츠', '블랙 / L', 'V2', 1],
    [name, 'C2', '셔츠', '블랙 / L', 'V1', 1],
    [name, 'C2', '셔츠', '블랙 / L', 'V2', 3],
    [name, 'C3', '셔츠', '', 'V9', 1],
    ['coupang(남)', 'C4', '셔츠', '', 'V1', 1],
  ]);
  const looked = await sheetImport<MatchRow>(ctx, 'matches', { uploadId, filter: 'bad' });
  expect(looked).toMatchObject({
    state: 'previewed',
    counts: { all: 5, bad: 2, changed: 1, new: 2, known: 0 },
    rows: [
      { rowNo: 5, problems: [{ problem: 'unknownVariant', column: '품목코드', shown: 'V9' }] },
      { rowNo: 6, problems: [{ problem: 'unknownChannel', column: '판매처' }] },
    ],
  });
  expect(await sheetImport<MatchRow>(otherMall, 'matches', { uploadId, filter: 'all' })).toBeNull();
  const bad = await badRowsSheet(
    ctx,
    uploadId,
    badMatchRows,
    ko.files.badRows,
    ({ problem }) => problem,
  );
  const badSheet = await readSheet(await writeXlsx(bad.sheet), { maxRows: 9, headerNames });
  expect(badSheet.rows.map((row) => row.cells.slice(4))).toEqual([
    ['V9', 1, 5, 'unknownVariant'],
    ['V1', 1, 6, 'unknownChannel'],
  ]);
  await expect(
    badRowsSheet(otherMall, uploadId, badMatchRows, ko.files.badRows, () => ''),
  ).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
  const done = await importMatches(ctx, { uploadId, rematch: true });
  expect(done).toMatchObject({ matches: 2, lines: 1, rematched: 1 });
  const [first, second] = [shelf.V1.variantId, shelf.V2.variantId];
  expect(await stages()).toEqual([
    { stage: 'ready', fingerprint: `${second}x1` },
    { stage: 'ready', fingerprint: `${first}x1+${second}x3` },
  ]);
  await expect(importMatches(ctx, { uploadId, rematch: true })).rejects.toMatchObject({
    messageKey: 'files.errors.alreadyImported',
  });
  await undoMatching(ctx, done.runId);
  expect(await dumpMall(ctx)).toEqual(before);
});

it('says so when the columns are not those of a sheet of matches', async () => {
  const bytes = await writeXlsx({
    ...{ sheetName: '주문', headers: ['주문번호', '수령자명', '주소'] },
    ...{ rows: [['1', '한서윤', '서울']], textColumns: [0, 1, 2] },
  });
  const uploadId = await uploadFile(bytes);
  expect(await sheetImport<MatchRow>(ctx, 'matches', { uploadId, filter: 'all' })).toMatchObject({
    state: 'failed',
    error: 'noColumns',
  });
});

it('what it writes can be brought back, and changes nothing', async () => {
  const [kit, fee] = [await waiting('A-1', 'C1'), await waiting('A-2', 'FEE')];
  const items = [...v1(), { variantId: shelf.V2.variantId, qty: 2 }];
  await matchByHand(ctx, { lineId: kit, items, remember: true });
  await matchByHand(ctx, { lineId: fee, items: [], remember: true });
  const bytes = await writeXlsx(
    (await matchesSheet(ctx, {}, { ruleText: () => '직접 매칭', locale: 'ko' })).sheet,
  );
  const sheet = await readSheet(bytes, { maxRows: 100, headerNames });
  expect(sheet.rows.map((row) => row.cells.slice(0, 6))).toEqual([
    [name, 'FEE', '린넨 셔츠', '블랙 / L', '매칭불필요', 1],
    [name, 'C1', '린넨 셔츠', '블랙 / L', 'V1', 1],
    [name, 'C1', '린넨 셔츠', '블랙 / L', 'V2', 2],
  ]);
  const uploadId = await uploadFile(bytes);
  expect(await sheetImport<MatchRow>(ctx, 'matches', { uploadId, filter: 'all' })).toMatchObject({
    counts: { all: 3, bad: 0, changed: 0, new: 0, known: 3 },
  });
});
