import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { cellAt, options, refusal, workbook } from '../testing';
import { readSheet } from './read-sheet';

describe('a workbook', () => {
  const aoa = [
    ['주문번호', '수량'],
    ['0001', 1],
  ];

  it.each(['biff8', 'xlsx', 'xlsb'] as const)(
    'of type %s gives numbers raw and text untouched',
    async (bookType) => {
      const bytes = workbook(
        {
          주문: [
            ['주문번호', '운송장번호'],
            ['00123', 680_000_001_234],
          ],
        },
        bookType,
      );
      expect((await readSheet(bytes, options())).rows[0]?.cells).toEqual([
        '00123',
        680_000_001_234,
      ]);
    },
  );

  it('gives a formula by its cached value and one without a value as empty', async () => {
    const bytes = workbook({ 주문: [...aoa, ['0002', 1], ['0003', 1]] }, 'xlsx', (sheets) => {
      Object.assign(cellAt(sheets.주문, 2, 1), { f: 'SUM(1,2)', v: 3 });
      Object.assign(cellAt(sheets.주문, 3, 1), {
        f: 'WEBSERVICE("http://example.invalid")',
        v: undefined,
      });
    });
    const sheet = await readSheet(bytes, options());
    expect(sheet.rows.map(({ cells }) => cells[1])).toEqual([1, 3, null]);
  });

  it('gives errors and truth values by their text', async () => {
    const bytes = workbook({ 주문: [...aoa, ['0002', true]] }, 'xlsx', (sheets) => {
      Object.assign(cellAt(sheets.주문, 1, 1), { t: 'e', v: 0x2a });
    });
    expect((await readSheet(bytes, options())).rows.map(({ cells }) => cells[1])).toEqual([
      '#N/A',
      'TRUE',
    ]);
  });

  it('counts dates from 1904 where the file says so', async () => {
    const days = { 1900: 46_348, 1904: 46_348 - 1_462 };
    for (const [epoch, serial] of Object.entries(days)) {
      const bytes = workbook(
        {
          주문: [
            ['주문번호', '결제일'],
            ['1', serial],
          ],
        },
        'xlsx',
        (sheets, book) => {
          cellAt(sheets.주문, 1, 1).z = 'yyyy-mm-dd';
          book.Workbook = { WBProps: { date1904: epoch === '1904' } };
        },
      );
      const sheet = await readSheet(bytes, options());
      expect(sheet.rows[0]?.cells[1]).toEqual(new Date('2026-11-22T00:00:00+09:00'));
    }
  });

  it('is read from the sheet whose headers are known, hidden ones never', async () => {
    const sheets = {
      안내: [
        ['이 파일은', '이렇게 씁니다'],
        ['가', '나'],
      ],
      숨김: [
        ['상품주문번호', '주문번호', '수취인명', '수량'],
        ['9', '9', '9', 9],
      ],
      주문: [
        ['주문번호', '수취인명', '수량'],
        ['1', '김하늘', 1],
      ],
    };
    const bytes = workbook(sheets, 'xlsx', (_sheets, book) => {
      book.Workbook = { Sheets: [{}, { Hidden: 1 }, {}] };
    });
    expect((await readSheet(bytes, options())).sheetName).toBe('주문');
  });

  it('with a stray cell at its right edge keeps the width of its header', async () => {
    const bytes = workbook({ 주문: aoa }, 'xlsx', (sheets) => {
      XLSX.utils.sheet_add_aoa(sheets.주문 ?? {}, [['x']], { origin: 'XFD1' });
    });
    expect((await readSheet(bytes, options())).rows[0]?.cells).toEqual(['0001', 1]);
  });

  it('may have as many rows as allowed and not one more, blank ones not counted', async () => {
    const bytes = workbook({ 주문: [...aoa, [], ['0002', 1]] });
    expect((await readSheet(bytes, { maxRows: 2 })).rows).toHaveLength(2);
    expect(await refusal(bytes, { maxRows: 1 })).toBe('tooManyRows');
  });
});
