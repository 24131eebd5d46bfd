import * as CFB from 'cfb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { readSheet } from '../reading/read-sheet';
import type { WorkbookContent } from '../workbook-content';
import { readZip } from '../zip';
import { writeXlsx } from './write-xlsx';

const content: WorkbookContent = {
  sheetName: '송장',
  headers: ['고객주문번호', '수령자명', '수량', '주문일'],
  rows: [
    ['000123456789012345', '김펲시', 2, new Date('2026-11-22T04:05:09Z')],
    [680_000_001_234, '=HYPERLINK("http://example.invalid")', 3, null],
  ],
  textColumns: [0],
};

describe('writeXlsx', () => {
  it('writes ids as text cells of format @, numbers as numbers, formulas as mere text', async () => {
    const sheet = XLSX.read(await writeXlsx(content), { cellNF: true }).Sheets.송장;
    expect(sheet?.A2).toMatchObject({ t: 's', v: '000123456789012345', z: '@' });
    expect(sheet?.A3).toMatchObject({ t: 's', v: '680000001234', z: '@' });
    expect(sheet?.B3).toMatchObject({ t: 's', v: '=HYPERLINK("http://example.invalid")' });
    expect(sheet?.B3).not.toHaveProperty('f');
    expect(sheet?.C2).toMatchObject({ t: 'n', v: 2 });
    expect(sheet?.D2).toMatchObject({ t: 's', v: '2026-11-22 13:05:09' });
  });

  it('keeps the columns of ids text below the last row, where people type', async () => {
    const xml = await partOf(await writeXlsx(content), 'xl/worksheets/sheet1.xml');
    expect(xml).toMatch(/<col min="1" max="1" width="[\d.]+" style="1"/);
    expect(xml).toMatch(/<col min="2" max="2" width="[\d.]+" style="0"/);
  });

  it('offers choices in every row of a column and refuses choices that Excel cannot hold', async () => {
    const bytes = await writeXlsx({
      ...content,
      dropdowns: [{ column: 27, choices: ['선불', '착불 & <기타>'] }],
    });
    const xml = await partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect(xml).toContain(
      'sqref="AB2:AB1048576"><formula1>"선불,착불 &amp; &lt;기타&gt;"</formula1>',
    );
    const withChoices = (choices: string[]) =>
      writeXlsx({ ...content, dropdowns: [{ column: 0, choices }] });
    await expect(withChoices(['a,b'])).rejects.toThrow(RangeError);
    await expect(withChoices(['가'.repeat(256)])).rejects.toThrow(RangeError);
  });

  it('is read back by another parser with every letter, as long as XML can hold it', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '_x000D_',
        '_x005F_x0041_',
        ' 앞뒤 ',
        '줄\n바꿈',
        '펲 똠',
        '👩‍👩‍👧',
        ']]>',
        '&amp;',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 10 }), async (texts) => {
        const rows = texts.map((value) => [value]);
        const bytes = await writeXlsx({
          sheetName: 'a/b[c]',
          headers: ['값'],
          rows,
          textColumns: [0],
        });
        const sheet = XLSX.read(bytes).Sheets['a b c '];
        for (const [index, value] of texts.entries()) {
          expect(sheet?.[`A${index + 2}`]?.v ?? '').toBe(holdable(value));
        }
      }),
    );
  });

  it('with a password is opened by that password alone', async () => {
    const bytes = await writeXlsx({ ...content, password: '비번' });
    const sheet = await readSheet(bytes, { maxRows: 10, password: '비번' });
    expect(sheet.rows[0]?.cells[0]).toBe('000123456789012345');
    await expect(readSheet(bytes, { maxRows: 10, password: '딴번' })).rejects.toThrow(
      'passwordWrong',
    );
  });

  it('with a password holds the data spaces that strict readers ask for', async () => {
    const file = CFB.read(await writeXlsx({ ...content, password: '비번' }), { type: 'buffer' });
    const lengths = [
      '/Version',
      '/DataSpaceMap',
      '/StrongEncryptionDataSpace',
      '/\u0006Primary',
    ].map((name) => CFB.find(file, file.FullPaths.find((path) => path.endsWith(name)) ?? '')?.size);
    expect(lengths).toEqual([76, 112, 64, 200]);
  });
});

async function partOf(xlsx: Uint8Array, name: string): Promise<string> {
  return String(readZip(xlsx).find((entry) => entry.name === name)?.content);
}

function holdable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
