import { koreanClock } from './cell-text';
import { encryptWorkbook } from './encrypted-workbook';
import type { CellValue } from './sheet';
import { cellStyles, escapeXml, type SharedStrings, sharedStrings, workbookParts } from './xlsx-parts';
import { writeZip } from './zip';

export type Dropdown = { column: number; choices: readonly string[] };

export type XlsxContent = {
  sheetName: string;
  headers: readonly string[];
  rows: readonly (readonly CellValue[])[];
  /** Columns that hold ids, phones and codes: always text cells, format @, down to the empty rows. */
  textColumns: readonly number[];
  dropdowns?: readonly Dropdown[];
  password?: string;
};

/** An .xlsx with one sheet, encrypted when a password is given. Dates become text on Korea's clock. */
export async function writeXlsx(content: XlsxContent): Promise<Uint8Array> {
  const strings = sharedStrings();
  const sheet = sheetXml(content, strings);
  const parts = { ...workbookParts(content.sheetName), 'xl/worksheets/sheet1.xml': sheet };
  const entries = Object.entries({ ...parts, 'xl/sharedStrings.xml': strings.xml() });
  const xlsx = writeZip(
    entries.map(([name, xml]) => ({ name, content: Buffer.from(xml) })),
    'deflate',
  );
  return content.password === undefined ? xlsx : encryptWorkbook(xlsx, content.password);
}
