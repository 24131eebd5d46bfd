import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { ko } from '@/messages/ko';
import { badOrderRows } from './bad-rows';
import { deleteUpload } from './delete-upload';
import { findUpload } from './screen';
import { register, rowsOf, type TestFile, upload, written } from './testing-uploads';

/** Files of 옥션 and G마켓 name the seller of each row. */

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx, { marketplace: 'auction', account: '본점' });
});

it('asks once whether orders of a seller that nobody knows are the channel’s', async () => {
  const first = await upload(ctx, channelId, await fileOf(['moa3']));
  expect(await strangersOf(first)).toEqual(['moa3']);
  await expect(register(ctx, first)).rejects.toThrow('strangeSellers');
  expect(await register(ctx, first, true)).toMatchObject({ orders: 1 });
  const second = await upload(ctx, channelId, await fileOf(['moa3', 'moa4']));
  expect(await strangersOf(second)).toEqual(['moa4']);
  expect((await rowsOf(ctx, second))[1]).toEqual([3, 'new']);
  await deleteUpload(ctx, first);
  const third = await upload(ctx, channelId, await fileOf(['moa3']));
  expect(await strangersOf(third)).toEqual(['moa3']);
});

it('asks in each channel, whatever a person has said in another', async () => {
  await register(ctx, await upload(ctx, channelId, await fileOf(['moa'])), true);
  const gmarket = await makeChannel(ctx, { marketplace: 'gmarket', account: '지점' });
  const uploadId = await upload(ctx, gmarket, await fileOf(['moa'], 'G마켓'));
  expect(await strangersOf(uploadId)).toEqual(['moa']);
  expect(await register(ctx, uploadId, true)).toMatchObject({ orders: 1 });
});

it('asks about an id that is an account of the other marketplace', async () => {
  await makeChannel(ctx, { marketplace: 'gmarket', account: 'moa' });
  const uploadId = await upload(ctx, channelId, await fileOf(['moa']));
  expect(await strangersOf(uploadId)).toEqual(['moa']);
  expect(await register(ctx, uploadId, true)).toMatchObject({ orders: 1 });
});

it('asks nothing where the account is the seller id', async () => {
  const named = await makeChannel(ctx, { marketplace: 'auction', account: 'Moa' });
  const uploadId = await upload(ctx, named, await fileOf(['moa', '']));
  expect(await strangersOf(uploadId)).toEqual([]);
  expect(await register(ctx, uploadId)).toMatchObject({ orders: 2 });
});

it('gives the rows of another seller back as they came, wherever they stand', async () => {
  await makeChannel(ctx, { marketplace: 'auction', account: 'moa2' });
  const sellers = [...Array.from({ length: 7 }, () => ''), 'moa2'];
  const uploadId = await upload(ctx, channelId, await fileOf(sellers));
  const sheet = await written(
    badOrderRows(ctx, uploadId, ko.files.badRows, ({ problem }) => problem),
  );
  const { rows } = await readSheet(sheet.bytes, { maxRows: 10 });
  expect(rows.map(({ cells }) => cells.slice(0, 6))).toEqual([
    ['옥션(moa2)', '4000000007', 'C100', '셔츠', '1', '한서윤'],
  ]);
});

const strangersOf = async (uploadId: number) => (await findUpload(ctx, uploadId))?.strangers;

async function fileOf(sellers: string[], market = '옥션'): Promise<TestFile> {
  const headers = ['판매아이디', '주문번호', '상품번호', '상품명', '수량', '수령인명'];
  const places = ['수령인 휴대폰', '주소', '장바구니번호(결제번호)'];
  const bytes = await writeXlsx({
    sheetName: '발송관리',
    headers: [...headers, ...places],
    rows: sellers.map((seller, at) => [
      ...[seller && `${market}(${seller})`, `400000000${at}`, 'C100', '셔츠', '1', '한서윤'],
      ...['010-3456-7788', '서울특별시 강남구 테헤란로 152', `9${at}`],
    ]),
    textColumns: [],
  });
  return { name: '발송관리.xlsx', bytes };
}
