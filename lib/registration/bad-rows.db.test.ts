import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { ko } from '@/messages/ko';
import { badOrderRows } from './bad-rows';
import { deleteUpload } from './delete-upload';
import { mapColumns } from './map-columns';
import { uploadPreview } from './preview';
import { findUpload } from './screen';
import {
  readNext,
  register,
  rowsOf,
  type TestFile,
  templateFile,
  upload,
  written,
} from './testing-uploads';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

it('gives the bad rows back as a sheet that is refused for the same reasons, and read once mended', async () => {
  const csv = 'no,받는 분,받는 곳,물건,몇 개\n1.23E+17,윤슬아,서울 1,담요,3\nB-2,,서울 2,담요,x\n';
  const uploadId = await upload(ctx, channelId, { name: 'a.csv', bytes: Buffer.from(csv) });
  await mapColumns(ctx, {
    uploadId,
    fields: ['orderNo', 'recipientName', 'address1', 'productName', 'quantity'],
  });
  await readNext(ctx);
  const problems = ['damaged no', 'required 받는 분'];
  const file = await badRowsOf(uploadId);
  expect(file.name).toBe('a_오류행.xlsx');
  expect(await rowsOf(ctx, await upload(ctx, channelId, file))).toEqual([
    [2, 'bad', problems[0]],
    [3, 'bad', problems[1], 'notWhole 몇 개'],
  ]);
  const { rows: given } = await readSheet(file.bytes, { maxRows: 10 });
  expect(given.map(({ cells }) => cells.slice(-2))).toEqual([
    [2, problems[0]],
    [3, `${problems[1]} / notWhole 몇 개`],
  ]);
});

it('gives whole rows back of an order that the channel has brought, wherever they stand', async () => {
  await takeIn(ctx, channelId, [collectedOrder('A-7')]);
  const orders = Array.from({ length: 8 }, (_, index) => ({ orderNo: `A-${index + 1}` }));
  const uploadId = await upload(ctx, channelId, await templateFile(orders));
  const { headers, rows } = await readSheet((await badRowsOf(uploadId)).bytes, { maxRows: 10 });
  const said = (row: number, header: string) => rows[row]?.cells[headers.indexOf(header)];
  expect(rows).toHaveLength(1);
  expect([said(0, '주문번호'), said(0, '수령자명')]).toEqual(['A-7', '한서윤']);
});

it('knows a row again whose damaged number was mended, at once or only the second time', async () => {
  const damaged = [{ orderNo: '1.23E+17' }, { orderNo: '4.56E+17' }];
  const first = await upload(ctx, channelId, await templateFile(damaged));
  await register(ctx, first);
  const second = await upload(ctx, channelId, await mendedFile(first, ['A-1', '4.56E+17']));
  await register(ctx, second);
  expect(await mendedCounts(first, second)).toEqual([1, 0]);
  const third = await upload(ctx, channelId, await mendedFile(second, ['A-2']));
  await register(ctx, third);
  expect(await mendedCounts(first, second)).toEqual([2, 1]);
  const { rows } = await uploadPreview(ctx, { uploadId: first, filter: 'known', after: 0 });
  expect(rows.map(({ orderNo, outcome }) => [orderNo, outcome])).toEqual([
    ['A-1', 'mended'],
    ['A-2', 'mended'],
  ]);
  await deleteUpload(ctx, third);
  expect(await mendedCounts(first, second)).toEqual([1, 0]);
});

it('takes no row for mended because a file of another channel says so', async () => {
  const first = await upload(ctx, channelId, await templateFile([{ orderNo: '1.23E+17' }]));
  await register(ctx, first);
  const other = await makeChannel(ctx, { account: '지점' });
  await register(ctx, await upload(ctx, other, await mendedFile(first, ['A-1'])));
  await register(ctx, await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }])));
  expect(await mendedCounts(first)).toEqual([0]);
});

/** The bad rows of an upload, each with the number that an operator gives it. */
async function mendedFile(uploadId: number, orderNos: string[]): Promise<TestFile> {
  const { bytes, name } = await badRowsOf(uploadId);
  const { headers, rows } = await readSheet(bytes, { maxRows: 10 });
  const numbers = headers.indexOf('주문번호');
  const mended = rows.map(({ cells }, index) => cells.with(numbers, orderNos[index] ?? null));
  const sheet = { sheetName: '주문', headers, rows: mended, textColumns: [] };
  return { name, bytes: await writeXlsx(sheet) };
}

const mendedCounts = (...uploadIds: number[]) =>
  Promise.all(uploadIds.map(async (id) => (await findUpload(ctx, id))?.mendedCount));

const badRowsOf = (uploadId: number) =>
  written(
    badOrderRows(ctx, uploadId, ko.files.badRows, ({ problem, column }) =>
      `${problem} ${column}`.trim(),
    ),
  );
