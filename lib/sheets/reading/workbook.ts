import { createRequire } from 'node:module';
import * as XLSX from 'xlsx';
import { koreanOffsetMs } from '../cell-text';
import { maxColumns, type SheetCell, SheetError, type SheetRow } from '../sheet';
import { inlineText, type RawCell, rowsOfXml, type TakenRows, xmlText } from './worksheet-rows';

/** A sheet before its header is known: rows from the top, each read anew for each iteration. */
export type RawSheet = { name: string; rows: Iterable<SheetRow> };

/**
 * Visible sheets of a workbook (bytes of a zip or BIFF, text of HTML or XML), raw values only. Of a
 * zip whose rows were taken out, with those.
 */
export function readWorkbook(
  content: Uint8Array | string,
  rowsXml: TakenRows['rowsXml'] = new Map(),
): RawSheet[] {
  const workbook = parse(content);
  const shiftDays = workbook.Workbook?.WBProps?.date1904 ? 1462 : 0;
  const readCell = rawCellReader(workbook, shiftDays);
  return workbook.SheetNames.flatMap((name, index) => {
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const cells = denseCells(workbook.Sheets[name]);
    const taken = rowsXml.get(String(cells[0]?.[0]?.v));
    const rows = () =>
      taken === undefined ? rowsOf(cells, shiftDays) : rowsOfXml(taken, readCell);
    return hidden ? [] : [{ name, rows: { [Symbol.iterator]: rows } }];
  });
}

/**
 * An .xls of Excel 5/95 says its letters in the code page of its country. The tables are megabytes and
 * take a while to read, so only such files wait for them.
 */
function knowCodePages() {
  XLSX.set_cptable(createRequire(import.meta.url)('xlsx/dist/cpexcel.js'));
}

const isCompound = (content: Uint8Array | string) =>
  typeof content !== 'string' && content[0] === 0xd0 && content[1] === 0xcf;

const options: XLSX.ParsingOptions = {
  dense: true,
  raw: true,
  // Formulas and formatted text are never looked at: a formula's cached value and raw values are.
  cellFormula: false,
  cellText: false,
  cellHTML: false,
  // The number format tells a date from a number.
  cellNF: true,
};

function parse(content: Uint8Array | string): XLSX.WorkBook {
  if (isCompound(content)) knowCodePages();
  try {
    return XLSX.read(content, {
      ...options,
      type: typeof content === 'string' ? 'string' : 'buffer',
    });
  } catch (cause) {
    const isLocked = cause instanceof Error && /password|encrypt/i.test(cause.message);
    throw new SheetError(isLocked ? 'oldPassword' : 'damaged', { cause });
  }
}

type Cell = Pick<XLSX.CellObject, 't' | 'v' | 'w' | 'z'>;

function denseCells(sheet: XLSX.WorkSheet | undefined): (Cell | undefined)[][] {
  // The parser leaves a sheet that it cannot read out, silently.
  if (!sheet) throw new SheetError('damaged');
  return (sheet as XLSX.DenseWorkSheet)['!data'] ?? [];
}

function* rowsOf(cells: (Cell | undefined)[][], shiftDays: number): Generator<SheetRow> {
  for (let index = 0; index < cells.length; index++) {
    const row = (cells[index] ?? []).slice(0, maxColumns);
    yield { rowNo: index + 1, cells: Array.from(row, (cell) => cellValue(cell, shiftDays)) };
  }
}

function cellValue(cell: Cell | undefined, shiftDays: number): SheetCell {
  if (cell?.v === undefined || cell.v === null || cell.v === '') return null;
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  if (cell.t === 'e') return errorNames[Number(cell.v)] ?? '#ERROR!';
  if (typeof cell.v !== 'number') return String(cell.v);
  return numberOrInstant(cell.v, isDateFormat(cell.z), shiftDays);
}

const isDateFormat = (format: unknown): boolean => XLSX.SSF.is_date(String(format ?? 'General'));

function numberOrInstant(number: number, isDate: boolean, shiftDays: number): number | Date {
  return isDate && number + shiftDays < lastSerial ? instantOf(number + shiftDays) : number;
}

/** What the parser found beside the rows: shared texts, and formats by their numbers. */
type FoundParts = XLSX.WorkBook & {
  Strings?: { t: string }[];
  Styles?: { CellXf?: { numFmtId: number }[] };
  SSF?: Record<number, string>;
};

function rawCellReader(
  { Strings: texts = [], Styles: styles, SSF: formats = {} }: FoundParts,
  shiftDays: number,
): (cell: RawCell) => SheetCell {
  const areDates = (styles?.CellXf ?? []).map(({ numFmtId }) => isDateFormat(formats[numFmtId]));
  return ({ type, style, value, inner }) => {
    if (type === 'inlineStr') return inlineText(inner) || null;
    if (value === '') return null;
    if (type === 'n')
      return numberOrInstant(Number.parseFloat(value), areDates[style] ?? false, shiftDays);
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    if (type === 'e') return Object.values(errorNames).find((name) => name === value) ?? '#ERROR!';
    if (type !== 's') return xmlText(value);
    const text = texts[Number(value)];
    if (!text) throw new SheetError('damaged');
    return text.t || null;
  };
}

/** A serial counts days on a clock without zone, which is Korea's, from the end of 1899. */
function instantOf(serial: number): Date {
  const seconds = Math.round((serial - unixEpochSerial) * 86_400);
  return new Date(seconds * 1000 - koreanOffsetMs);
}

const unixEpochSerial = 25_569;
/** 9999-12-31 */
const lastSerial = 2_958_466;

const errorNames: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};
