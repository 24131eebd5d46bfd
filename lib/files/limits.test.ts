import { expect, it } from 'vitest';
import { attachment } from './content-disposition';
import { plainFileName } from './file-name';
import { fileLimit, limitBytes } from './limits';

async function* pieces(...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size);
}

async function total(source: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const piece of source) bytes += piece.length;
  return bytes;
}

it('passes on what fits, whatever the pieces', async () => {
  expect(await total(limitBytes(pieces(4, 6), 10))).toBe(10);
});

it('stops at the piece that is too much, and refuses an empty file', async () => {
  await expect(total(limitBytes(pieces(4, 7), 10))).rejects.toMatchObject({
    messageKey: 'files.errors.tooLarge',
  });
  await expect(total(limitBytes(pieces(), 10))).rejects.toMatchObject({
    messageKey: 'files.errors.empty',
  });
});

it('a text file may be bigger than a workbook', () => {
  expect(fileLimit('주문.CSV')).toBe(60 * 1024 * 1024);
  expect(fileLimit('주문.xlsx')).toBe(20 * 1024 * 1024);
});

it('names a download in Korean, and in plain letters for old programs', () => {
  expect(attachment('송장 "1".xlsx')).toBe(
    `attachment; filename="__ _1_.xlsx"; filename*=UTF-8''%EC%86%A1%EC%9E%A5%20%221%22.xlsx`,
  );
});

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\주문\\오늘.xlsx', '오늘.xlsx'],
  ['주문\u202Eslx.exe', '주문slx.exe'],
  ['한\r\nSet-Cookie: a=b.csv', '한Set-Cookie: a=b.csv'],
  ['../..', 'file'],
  ['/', 'file'],
])('keeps of %j no path and nothing that cannot be seen', (given, kept) => {
  expect(plainFileName(given)).toBe(kept);
  expect(attachment(given)).not.toMatch(/[\r\n\\/]|%2F|%5C/i);
});
