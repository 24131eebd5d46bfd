import { cellWholeNumber } from '@/lib/sheets/cell-text';
import { plainHeader } from '@/lib/sheets/formats/header-names';
import type { SheetCell } from '@/lib/sheets/sheet';

/** A row of an earlier upload, which a row of a sheet of bad rows names as what it was there. */
export type OriginalRow = { uploadId: number; rowNo: number };

/** The columns of a sheet of bad rows that name it, in each language. */
export const originalHeaders = {
  upload: ['원본 업로드', 'Original upload'],
  row: ['원본 행번호', 'Original row'],
};

/** What each row of a file says that it was; null where it names none. */
export function originalReader(
  headers: readonly string[],
): (cells: readonly SheetCell[]) => OriginalRow | null {
  const columnOf = (names: readonly string[]) => {
    const plain = names.map(plainHeader);
    return headers.findIndex((header) => plain.includes(plainHeader(header)));
  };
  const [uploads, rows] = [columnOf(originalHeaders.upload), columnOf(originalHeaders.row)];
  if (uploads === -1 || rows === -1) return () => null;
  return (cells) => {
    const uploadId = cellWholeNumber(cells[uploads] ?? null);
    const rowNo = cellWholeNumber(cells[rows] ?? null);
    const isNamed = uploadId !== null && rowNo !== null && uploadId > 0 && isRowNo(rowNo);
    return isNamed ? { uploadId, rowNo } : null;
  };
}

const isRowNo = (number: number) => number > 0 && number < 2 ** 31;
