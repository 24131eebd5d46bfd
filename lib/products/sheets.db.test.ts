import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, makeVariants } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { inMall } from '@/lib/context';
import { badRowsSheet } from '@/lib/files/bad-rows';
import { queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { sheetImport } from '@/lib/files/sheet-import';
import { storeFile } from '@/lib/files/store-file';
import { takeWork } from '@/lib/leases/lease';
import { pageRequest } from '@/lib/paging';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { ko } from '@/messages/ko';
import { badVariantRows, variantsSheet, variantTemplate } from './export-variants';
import type { JudgedRow } from './import-plan';
import { importVariants } from './import-variants';
import { variantUploads } from './read-variants';
import { type ProductFilter, variantList } from './screen';
import { headerNames, variantColumns } from './variant-sheet';

const KEY = randomBytes(32).toString('base64');
const everything: ProductFilter = { kind: 'name', word: '', show: 'all', tag: '' };

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [ctx, other] = [await makeMall(), await makeMall('남의 상회')];
  await makeVariants(other, [{ code: 'V1' }]);
});
afterEach(async () => {
  const theirs = await variantList(other, everything, pageRequest(undefined, 20));
  expect(theirs.rows.map((row) => row.productName)).toEqual(['상품 V1']);
});

async function uploadFile(bytes: Uint8Array): Promise<number> {
  const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
  const fileId = await storeFile(ctx, { name: '품목.xlsx', contentType: 'test', expiresAt }, bytes);
  const uploadId = await queueUpload(
    { ...ctx, userId: ctx.userId ?? 0 },
    { fileId, fileName: '품목.xlsx', purpose: 'variants' },
    KEY,
  );
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('No upload waits.');
  const [orders, waybills, matches, variants, counts] = Array(5).fill(variantUploads);
  const signal = new AbortController().signal;
  const read = readUpload({ orders, waybills, matches, variants, counts }, KEY);
  await read(ctx, lease, { clock: () => ctx.now, signal });
  return uploadId;
}

const upload = async (sheetRows: (string | number)[][]) =>
  uploadFile(
    await writeXlsx({
      sheetName: '품목',
      headers: Object.values(variantColumns),
      rows: sheetRows,
      textColumns: [0, 1, 2, 3, 4],
    }),
  );

const list = async (filter: Partial<ProductFilter> = {}) =>
  (await variantList(ctx, { ...everything, ...filter }, pageRequest(undefined, 500))).rows;

it('makes and changes variants by code, and leaves the bad rows with what is wrong', async () => {
  await makeVariants(ctx, [{ code: 'V1', barcode: '88', price: 1000 }]);
  const uploadId = await upload([
    [
      'V1',
      '',
      '새 이름',
      '블랙',
      '',
      1500,
      '한빛상사',
      '냉장',
      '단독 포장',
      2,
      '여름, 인기',
      'A-1',
      3,
      '아니요',
    ],
    ['V2', 'P2', '양말', '흰색', '99', 500, '한빛상사'],
    ['V3', 'P2', '양말', '검정', '98', 500, '한빛상사', '미지근'],
    ['', '', '이름만'],
  ]);
  const seen = await sheetImport<JudgedRow>(ctx, 'variants', { uploadId, filter: 'all' });
  expect(seen?.counts).toEqual({ all: 4, bad: 2, changed: 1, new: 1, known: 0 });
  expect(await sheetImport<JudgedRow>(other, 'variants', { uploadId, filter: 'all' })).toBeNull();
  expect(await importVariants(ctx, uploadId)).toMatchObject({ created: 1, changed: 1 });
  const [event] = await inMall(ctx, (tx) =>
    rows<{ detail: unknown }>(
      tx,
      sql`select detail from audit_events where mall_id = ${ctx.mallId} and verb = 'variant.import'`,
    ),
  );
  expect(event?.detail).toMatchObject({
    changes: [{ code: 'V1', before: { price: 1000 }, after: { price: 1500 } }],
  });
  const [second, first] = await list();
  expect(first).toMatchObject({
    ...{ productName: '새 이름', barcode: '88', price: 1500, supplierName: '한빛상사' },
    ...{ temperature: 'chilled', bundling: 'alone', maxPerParcel: 2, tags: ['여름', '인기'] },
    ...{ location: 'A-1', safetyQty: 3, isSupplierShipped: false },
  });
  expect(second).toMatchObject({ variantCode: 'V2', productCode: 'P2', supplierName: '한빛상사' });
  expect((await list({ word: '새 이름' })).map((row) => row.variantCode)).toEqual(['V1']);
  await expect(importVariants(ctx, uploadId)).rejects.toMatchObject({
    messageKey: 'files.errors.alreadyImported',
  });
  const file = await badRowsSheet(
    ctx,
    uploadId,
    badVariantRows,
    ko.files.badRows,
    ({ column, problem }) => column + problem,
  );
  const bad = await readSheet(await writeXlsx(file.sheet), { maxRows: 10, headerNames });
  expect(bad.rows.map(({ cells }) => cells.at(-1))).toEqual(['온도wrongWord', '품목코드noCode']);
  expect(bad.rows[0]?.cells).toContain('미지근');
});

it('takes no sheet of another mall', async () => {
  const uploadId = await upload([['V7', '', '컵']]);
  await expect(importVariants(other, uploadId)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

it.each([
  ['ko', ['품목등록양식.xlsx', '품목_2026-03-02.xlsx'], '품목코드', ['여름', '인기']],
  [
    'en',
    ['Variant template.xlsx', 'Variants_2026-03-02.xlsx'],
    'Variant code',
    ['summer', 'popular'],
  ],
])(
  'writes in %s a sheet that comes back unchanged, and a template that can be brought in',
  async (locale, names, header, tags) => {
    const template = variantTemplate(locale);
    await importVariants(ctx, await uploadFile(await writeXlsx(template.sheet)));
    const meaning = { temperature: 'ambient', bundling: 'normal', isSupplierShipped: false };
    expect(await list()).toMatchObject([{ variantCode: 'TS-001-BK', tags, ...meaning }]);
    const written = await variantsSheet(ctx, everything, locale);
    expect([template.name, written.name]).toEqual(names);
    expect(written.sheet.headers[0]).toBe(header);
    const again = await sheetImport<JudgedRow>(ctx, 'variants', {
      uploadId: await uploadFile(await writeXlsx(written.sheet)),
      filter: 'all',
    });
    expect(again?.counts).toMatchObject({ all: 1, known: 1 });
  },
);

it('brings in 10,000 variants within ten seconds', async () => {
  const started = performance.now();
  const uploadId = await upload(
    Array.from({ length: 10_000 }, (_, index) => [
      ...[`V-${index}`, `P-${index >> 2}`, `상품 ${index >> 2}`, `옵션 ${index % 4}`],
      ...[`88${index}`, 1000 + index, `공급사 ${index % 30}`, '상온', '합포 가능', 0, '여름'],
    ]),
  );
  expect(await importVariants(ctx, uploadId)).toMatchObject({ created: 10_000, changed: 0 });
  const done = performance.now();
  expect(done - started).toBeLessThan(10_000);
});
