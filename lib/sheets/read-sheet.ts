import { decodeText } from './decode-text';
import { delimitedRows, sniffDelimiter } from './delimited';
import { readCompoundFile } from './encrypted-workbook';
import { findHeaderRow, type HeaderRow } from './header-row';
import {
  type ReadSheetOptions,
  type SheetCell,
  SheetError,
  type SheetHead,
  type SheetRow,
  type SheetRows,
} from './sheet';
import { type RawSheet, readWorkbook } from './workbook';
import { readZip, writeZip } from './zip';

/** Rows are read anew for each iteration; `rowCount` of them will come. */
export type OpenedSheet = SheetHead & { rowCount: number; rows: Iterable<SheetRow> };

/**
 * Rows of an .xlsx, .xlsb, .xls, HTML or XML table or CSV/TSV, whatever its name says, of the sheet whose
 * header names are known best. Throws SheetError.
 */
export async function readSheet(bytes: Uint8Array, options: ReadSheetOptions): Promise<SheetRows> {
  const { rows, rowCount, ...head } = openSheet(bytes, options);
  return { ...head, rows: Array.from(rows) };
}

/** As readSheet, without holding all rows at once. */
export function openSheet(bytes: Uint8Array, options: ReadSheetOptions): OpenedSheet {
  const { sheet, header } = sheetWithHeader(rawSheets(bytes, options.password), options);
  const rows = { [Symbol.iterator]: () => rowsBelow(sheet, header) };
  let rowCount = 0;
  for (const _row of rows) if (++rowCount > options.maxRows) throw new SheetError('tooManyRows');
  return {
    sheetName: sheet.name,
    headerRowNo: header.rowNo,
    headers: header.headers,
    rowCount,
    rows,
  };
}

const megabyte = 1024 * 1024;
export const maxTextBytes = 60 * megabyte;
const maxWorkbookBytes = 20 * megabyte;

function rawSheets(bytes: Uint8Array, password: string | undefined): RawSheet[] {
  const format = sniff(bytes);
  if (bytes.length > (format === 'text' ? maxTextBytes : maxWorkbookBytes)) {
    throw new SheetError('tooLarge');
  }
  switch (format) {
    case 'compound':
      return compoundSheets(bytes, password);
    case 'zip':
      return zipSheets(bytes);
    case 'markup':
      return readWorkbook(decodeText(bytes));
    case 'text':
      return [textSheet(decodeText(bytes))];
  }
}

/** By the first bytes: names lie, malls call an HTML table .xls. */
function sniff(bytes: Uint8Array): 'compound' | 'zip' | 'markup' | 'text' {
  const start = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'compound';
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'zip';
  const text = start.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '');
  return /^\s*<[!?a-z]/i.test(text) ? 'markup' : 'text';
}

function compoundSheets(bytes: Uint8Array, password: string | undefined): RawSheet[] {
  const file = readCompoundFile(bytes);
  return file.kind === 'biff' ? readWorkbook(bytes) : zipSheets(file.decrypt(password));
}

/** The parser gets a zip of exactly the bytes that were counted, never the file's own. */
function zipSheets(bytes: Uint8Array): RawSheet[] {
  const entries = readZip(bytes);
  const isWorkbook = entries.some(({ name }) => workbookMarks.includes(name));
  if (!isWorkbook) throw new SheetError('unknownFormat');
  return readWorkbook(writeZip(entries, 'none'));
}

const workbookMarks = ['[Content_Types].xml', 'mimetype'];

function textSheet(text: string): RawSheet {
  const delimiter = sniffDelimiter(text);
  return { name: '', rows: { [Symbol.iterator]: () => delimitedRows(text, delimiter) } };
}

function sheetWithHeader(
  sheets: RawSheet[],
  { headerNames }: ReadSheetOptions,
): { sheet: RawSheet; header: HeaderRow } {
  let best: { sheet: RawSheet; header: HeaderRow } | null = null;
  for (const sheet of sheets) {
    const header = findHeaderRow(sheet.rows, headerNames);
    if (header && (!best || header.knownNames > best.header.knownNames)) best = { sheet, header };
  }
  if (!best) throw new SheetError('noHeader');
  return best;
}

function* rowsBelow(sheet: RawSheet, { rowNo: headerRowNo, headers }: HeaderRow) {
  for (const { rowNo, cells } of sheet.rows) {
    if (rowNo <= headerRowNo || cells.every(isBlank)) continue;
    yield { rowNo, cells: headers.map((_, column) => cells[column] ?? null) };
  }
}

function isBlank(cell: SheetCell): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}
