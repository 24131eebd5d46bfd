import { isBlank } from '../cell-text';
import {
  lettersOf,
  maxCellLetters,
  type ReadSheetOptions,
  type SheetCell,
  SheetError,
  type SheetHead,
  type SheetRow,
  type SheetRows,
} from '../sheet';
import { decodedPieces } from './decode-text';
import { delimitedRows } from './delimited';
import { findHeaderRow, type HeaderRow, headerRowsLookedAt } from './header-row';
import type { WorkbookFormat } from './raw-sheets';
import type { RawSheet } from './workbook';

/** Rows come once, as they are read; one too many ends them with an error. */
export type OpenedSheet = SheetHead & { rows: AsyncIterable<SheetRow> };

/**
 * Rows of an .xlsx, .xlsb, .xls, HTML or XML table or CSV/TSV, whatever its name says, of the sheet whose
 * header names are known best. Throws SheetError.
 */
export async function readSheet(bytes: Uint8Array, options: ReadSheetOptions): Promise<SheetRows> {
  const { rows, ...head } = await openSheet(bytes, options);
  const read: SheetRow[] = [];
  for await (const row of rows) read.push(row);
  return { ...head, rows: read };
}

/** As readSheet, without holding all rows at once; a text is not even read before its rows are taken. */
export async function openSheet(
  bytes: Uint8Array,
  options: ReadSheetOptions,
): Promise<OpenedSheet> {
  const format = sniff(bytes);
  if (bytes.length > (format === 'text' ? maxTextBytes : maxWorkbookBytes))
    throw new SheetError('tooLarge');
  if (format === 'text') return openText(bytes, options);
  // What reads workbooks takes longer to load than many a text to read.
  const { rawSheets } = await import('./raw-sheets');
  const { sheet, ...chosen } = chosenSheet(rawSheets(format, bytes, options.password), options);
  return opened({ name: sheet.name, ...chosen }, sheet.rows, options);
}

const megabyte = 1024 * 1024;
export const maxTextBytes = 60 * megabyte;
const maxWorkbookBytes = 20 * megabyte;

type Format = WorkbookFormat | 'text';

/** By the first bytes: names lie, malls call an HTML table .xls. */
function sniff(bytes: Uint8Array): Format {
  const start = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'compound';
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'zip';
  const text = start.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '');
  return /^\s*<[!?a-z]/i.test(text) ? 'markup' : 'text';
}

/** The header is looked for among the first records; the others are read when they are asked for. */
async function openText(bytes: Uint8Array, options: ReadSheetOptions): Promise<OpenedSheet> {
  const records = delimitedRows(decodedPieces(bytes));
  const first: SheetRow[] = [];
  while (first.length < headerRowsLookedAt) {
    const { value, done } = await records.next();
    if (done) break;
    first.push(value);
  }
  const header = findHeaderRow(first, options.headerNames);
  if (!header) throw new SheetError('noHeader');
  return opened({ name: '', header, unreadSheets: [] }, chained(first, records), options);
}

async function* chained<Row>(first: Iterable<Row>, rest: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield* first;
  yield* rest;
}

type FoundSheet = { sheet: RawSheet; header: HeaderRow; hasRows: boolean };

/** The one whose header is known best, an empty one only where no other is half as well known. */
function chosenSheet(
  sheets: RawSheet[],
  { headerNames }: ReadSheetOptions,
): FoundSheet & { unreadSheets: string[] } {
  const found = sheets.flatMap((sheet): FoundSheet[] => {
    const header = findHeaderRow(sheet.rows, headerNames);
    return header ? [{ sheet, header, hasRows: hasRowsBelow(sheet, header) }] : [];
  });
  const [best] = found.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (!best) throw new SheetError('noHeader');
  const least = Math.max(2, best.header.knownNames / 2);
  const unread = found.filter(
    (one) => one !== best && one.hasRows && one.header.knownNames >= least,
  );
  return { ...best, unreadSheets: unread.map(({ sheet }) => sheet.name) };
}

function weightOf({ header, hasRows }: FoundSheet): number {
  return hasRows ? header.knownNames * 2 + 1 : header.knownNames;
}

function hasRowsBelow({ rows }: RawSheet, { rowNo: headerRowNo }: HeaderRow): boolean {
  for (const { rowNo, cells } of rows)
    if (rowNo > headerRowNo && !cells.every(isBlank)) return true;
  return false;
}

type Chosen = { name: string; header: HeaderRow; unreadSheets: string[] };

function opened(
  { name: sheetName, header, unreadSheets }: Chosen,
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>,
  { maxRows }: ReadSheetOptions,
): OpenedSheet {
  const { rowNo: headerRowNo, headers } = header;
  return {
    sheetName,
    headerRowNo,
    headers,
    unreadSheets,
    rows: rowsBelow(rows, header, maxRows),
  };
}

async function* rowsBelow(
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>,
  { rowNo: headerRowNo, headers }: HeaderRow,
  maxRows: number,
): AsyncGenerator<SheetRow> {
  let count = 0;
  let letters = 0;
  for await (const { rowNo, cells } of rows) {
    if (rowNo <= headerRowNo || cells.every(isBlank)) continue;
    if (++count > maxRows) throw new SheetError('tooManyRows');
    const row = { rowNo, cells: headers.map((_, column) => cells[column] ?? null) };
    if (row.cells.some(isTooLong)) throw new SheetError('cellTooLong');
    letters += lettersOf(row);
    if (letters > maxLetters) throw new SheetError('bomb');
    yield row;
  }
}

/** One short text can stand in every cell: what comes out is counted, 200 MB of Korean at most. */
const maxLetters = 100_000_000;

function isTooLong(cell: SheetCell): boolean {
  return typeof cell === 'string' && cell.length > maxCellLetters;
}
