import { BlobReader, BlobWriter, type FileEntry, ZipReader } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zipWithPassword } from '../encryption/zip-with-password';
import { readSheet } from '../reading/read-sheet';
import { writeCsv } from './write-csv';

describe('writeCsv', () => {
  it('starts with a byte order mark, so that Excel reads Korean, and ends lines as Windows does', () => {
    const csv = writeCsv({ headers: ['이름', '수량'], rows: [['똠', 2]] });
    expect(Buffer.from(csv).toString()).toBe('\ufeff이름,수량\r\n똠,2\r\n');
  });

  it.each(['=1+1', '+82 10', '-아님', '@SUM(A1)', '\t=1', '|calc', '＝1+1', '-1+1'])(
    'lets no spreadsheet run %j',
    (text) => {
      const csv = Buffer.from(writeCsv({ headers: ['a'], rows: [[text]] })).toString();
      expect(csv.split('\r\n')[1]?.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('leaves negative numbers numbers', () => {
    const csv = Buffer.from(writeCsv({ headers: ['a', 'b'], rows: [[-5, '-3.5']] })).toString();
    expect(csv).toContain('\r\n-5,-3.5\r\n');
  });

  it('comes back as it was written', async () => {
    const cell = fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', '-', '\t', '가', '0') }),
      )
      .filter((text) => !/^['"=]/.test(text) || text.startsWith('=1'))
      .filter((text) => text.trim() !== '' && !/^="/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        const csv = writeCsv({ headers: ['주문번호', '상품명'], rows });
        const sheet = await readSheet(csv, { maxRows: 1_000 });
        expect(sheet.rows.map(({ cells }) => cells)).toEqual(rows);
      }),
      { examples: [[[['#', '0\t\t\t']]]] },
    );
  });
});

describe('zipWithPassword', () => {
  it('holds one AES-256 file that only the password opens', async () => {
    const content = Buffer.from('주문번호\r\n1\r\n');
    const zip = await zipWithPassword('송장.csv', content, '비번');
    expect(Buffer.from(zip).includes(content)).toBe(false);
    const [entry] = await new ZipReader(new BlobReader(new Blob([Buffer.from(zip)]))).getEntries();
    const file = entry as FileEntry;
    expect(file).toMatchObject({ filename: '송장.csv', encrypted: true, zipCrypto: false });
    const opened = await file.getData(new BlobWriter(), { password: '비번' });
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(content);
    await expect(file.getData(new BlobWriter(), { password: '딴번' })).rejects.toThrow();
  });
});
