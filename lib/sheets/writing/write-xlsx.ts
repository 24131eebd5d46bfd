import { koreanClock } from '../cell-text';
import { encryptWorkbook } from '../encryption/encrypted-workbook';
import type { CellValue } from '../sheet';
import type { Dropdown, WorkbookContent } from '../workbook-content';
import { writeZip } from '../zip';
import {
  cellStyles,
  declaration,
  escapeXml,
  mainNamespace,
  SharedStrings,
  workbookParts,
} from './xlsx-parts';

/** An .xlsx with one sheet, encrypted when a password is given. Dates become text on Korea's clock. */
export async function writeXlsx(
  content: WorkbookContent & { password?: string },
): Promise<Uint8Array> {
  const strings = new SharedStrings();
  const parts = {
    ...workbookParts(content.sheetName),
    'xl/worksheets/sheet1.xml': sheetXml(content, strings),
    'xl/sharedStrings.xml': strings.xml(),
  };
  const entries = Object.entries(parts).map(([name, xml]) => ({ name, content: Buffer.from(xml) }));
  const xlsx = writeZip(entries, 'deflate');
  return content.password === undefined ? xlsx : encryptWorkbook(xlsx, content.password);
}

function sheetXml(content: WorkbookContent, strings: SharedStrings): string {
  const { headers, rows, dropdowns = [] } = content;
  const isText = headers.map((_, column) => content.textColumns.includes(column));
  const letters = headers.map((_, column) => columnLetters(column));
  const headerCells = headers.map((header, column) => {
    return textCell(`${letters[column]}1`, strings.numberOf(header), cellStyles.header);
  });
  const xml = [
    `${declaration}<worksheet xmlns="${mainNamespace}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    columnsXml(content, isText),
    `<sheetData><row r="1">${headerCells.join('')}</row>`,
  ];
  for (const [index, row] of rows.entries()) {
    const rowNo = index + 2;
    xml.push(`<row r="${rowNo}">`);
    for (const [column, value] of row.entries()) {
      const asText = isText[column] ?? false;
      xml.push(
        cellXml(`${letters[column] ?? columnLetters(column)}${rowNo}`, value, asText, strings),
      );
    }
    xml.push('</row>');
  }
  xml.push(`</sheetData>${dropdownsXml(dropdowns)}</worksheet>`);
  return xml.join('');
}

function cellXml(
  reference: string,
  value: CellValue,
  asText: boolean,
  strings: SharedStrings,
): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number' && !asText) return `<c r="${reference}"><v>${value}</v></c>`;
  const text = value instanceof Date ? koreanClock(value) : String(value);
  const style = asText ? cellStyles.text : cellStyles.general;
  return textCell(reference, strings.numberOf(text), style);
}

function textCell(reference: string, stringNo: number, style: number): string {
  return `<c r="${reference}" s="${style}" t="s"><v>${stringNo}</v></c>`;
}

/** Widths by the header and the first rows, a Korean letter counting twice. */
function columnsXml({ headers, rows }: WorkbookContent, isText: readonly boolean[]): string {
  const sample = rows.slice(0, 50);
  const columns = headers.map((header, column) => {
    const texts = [header, ...sample.map((row) => String(row[column] ?? ''))];
    const width = Math.min(50, Math.max(8, ...texts.map(displayWidth)) + 2);
    const style = isText[column] ? cellStyles.text : cellStyles.general;
    return `<col min="${column + 1}" max="${column + 1}" width="${width}" style="${style}" customWidth="1"/>`;
  });
  return `<cols>${columns.join('')}</cols>`;
}

function dropdownsXml(dropdowns: readonly Dropdown[]): string {
  if (dropdowns.length === 0) return '';
  const items = dropdowns.map(({ column, choices }) => {
    const list = choices.join(',');
    if (list.length > 255 || choices.some((choice) => /[,"]/.test(choice))) {
      throw new RangeError(`too much for a drop-down: ${list}`);
    }
    const letters = columnLetters(column);
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters}2:${letters}${lastRow}"><formula1>"${escapeXml(list)}"</formula1></dataValidation>`;
  });
  return `<dataValidations count="${items.length}">${items.join('')}</dataValidations>`;
}

const lastRow = 1_048_576;

function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}

function displayWidth(text: string): number {
  return text.replace(/[^\u0020-\u007e]/g, '  ').length;
}
