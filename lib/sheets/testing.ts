import * as XLSX from 'xlsx';
import { readSheet } from './reading/read-sheet';
import type { ReadSheetOptions } from './sheet';

export function options(more: Partial<ReadSheetOptions> = {}): ReadSheetOptions {
  return { maxRows: 100, ...more };
}

export async function refusal(
  bytes: Uint8Array,
  more: Partial<ReadSheetOptions> = {},
): Promise<unknown> {
  return readSheet(bytes, options(more)).then(
    () => 'read',
    (error) => error.kind ?? error,
  );
}

type Sheets = Record<string, XLSX.WorkSheet>;

export function workbook(
  rowsBySheet: Record<string, unknown[][]>,
  bookType: XLSX.BookType = 'xlsx',
  change: (sheets: Sheets, book: XLSX.WorkBook) => void = () => {},
): Buffer {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(rowsBySheet)) {
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name);
  }
  change(book.Sheets, book);
  return XLSX.write(book, { type: 'buffer', bookType });
}

export function cellAt(
  sheet: XLSX.WorkSheet | undefined,
  row: number,
  column: number,
): XLSX.CellObject {
  return sheet?.[XLSX.utils.encode_cell({ r: row, c: column })];
}
