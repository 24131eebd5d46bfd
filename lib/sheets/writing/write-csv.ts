import { koreanClock } from '../cell-text';
import { guardFormula } from '../formula-guard';
import type { CellValue } from '../sheet';

export type CsvContent = {
  headers: readonly string[];
  rows: Iterable<readonly CellValue[]>;
};

/** UTF-8 with a byte order mark and CRLF; a text that a spreadsheet would run as a formula is quoted. */
export function writeCsv({ headers, rows }: CsvContent): Uint8Array {
  const chunks = [Buffer.from('\ufeff')];
  let lines = [line(headers)];
  for (const row of rows) {
    lines.push(line(row));
    if (lines.length < linesPerChunk) continue;
    chunks.push(Buffer.from(lines.join('')));
    lines = [];
  }
  return Buffer.concat([...chunks, Buffer.from(lines.join(''))]);
}

const linesPerChunk = 5_000;

function line(cells: readonly CellValue[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(cell: CellValue): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = guardFormula(cell instanceof Date ? koreanClock(cell) : cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
