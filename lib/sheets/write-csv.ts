import type { CellValue } from './write-xlsx';

export type CsvContent = {
  headers: readonly string[];
  rows: Iterable<readonly CellValue[]>;
};

/** UTF-8 with BOM and CRLF; a text that a spreadsheet would run as a formula gets a leading quote. */
export function writeCsv(_content: CsvContent): Uint8Array {
  throw new Error('not written yet');
}
