import { unguardFormula } from './formula-guard';
import { SheetError, type SheetRow } from './sheet';

const delimiters = [',', '\t', ';'] as const;
type Delimiter = (typeof delimiters)[number];

/** No order has so long a row: a quote that is missing would swallow the file into one cell. */
const MAX_RECORD_LETTERS = 1_000_000;

/**
 * Records of a CSV or TSV one by one as its text comes in, every cell a text; rowNo counts records,
 * blank ones too. Nothing but the record and the piece at hand is held.
 */
export function* delimitedRows(pieces: Iterable<string>): Generator<SheetRow> {
  const source = pieces[Symbol.iterator]();
  let piece = source.next();
  let text = piece.done ? '' : piece.value.replace(/^\ufeff/, '');
  const delimiter = sniffDelimiter(text);
  for (let [at, rowNo] = [0, 0]; ; ) {
    const record = recordAt(text, at, { delimiter, isLast: piece.done === true });
    if ((record?.next ?? text.length) - at > MAX_RECORD_LETTERS) throw new SheetError('damaged');
    if (record) {
      yield { rowNo: ++rowNo, cells: record.cells.map(asCell) };
      at = record.next;
      continue;
    }
    if (piece.done) return;
    piece = source.next();
    text = text.slice(at) + (piece.done ? '' : piece.value);
    at = 0;
  }
}

/** The delimiter that stands in most of the first lines outside quotes, and of several the most frequent. */
function sniffDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const lines = sample.split(/[\r\n]+/);
  const [best] = delimiters
    .map((delimiter) => ({
      delimiter,
      lines: lines.filter((line) => line.includes(delimiter)).length,
      count: sample.split(delimiter).length,
    }))
    .sort((a, b) => b.lines - a.lines || b.count - a.count);
  return best?.delimiter ?? ',';
}

type Reading = { delimiter: Delimiter; isLast: boolean };

/** Null where the text ends before the record does. */
function recordAt(text: string, start: number, reading: Reading) {
  if (start >= text.length) return null;
  const lineEnd = nextOf(LINE_END, text, start);
  const line = text.slice(start, lineEnd);
  const record = line.includes('"')
    ? quotedRecord(text, start, reading)
    : { cells: line.split(reading.delimiter), end: lineEnd };
  // A line end may be two characters.
  if (!record || (!reading.isLast && record.end + 1 >= text.length)) return null;
  const { cells, end } = record;
  return { cells, next: end + (text.startsWith('\r\n', end) ? 2 : 1) };
}

const LINE_END = /[\r\n]/g;
const CELL_ENDS: Record<Delimiter, RegExp> = {
  ',': /[,\r\n]/g,
  '\t': /[\t\r\n]/g,
  ';': /[;\r\n]/g,
};

function nextOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function quotedRecord(text: string, start: number, { delimiter, isLast }: Reading) {
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const cell = cellAt(text, at, CELL_ENDS[delimiter]);
    if (!cell && isLast) throw new SheetError('damaged');
    if (!cell) return null;
    cells.push(cell.content);
    at = cell.end;
    if (text[at] !== delimiter) return { cells, end: at };
  }
}

/** Only a quote at its start quotes a cell; null where that is never closed. */
function cellAt(text: string, start: number, cellEnd: RegExp) {
  if (text[start] !== '"') {
    const end = nextOf(cellEnd, text, start);
    return { content: text.slice(start, end), end };
  }
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  if (quote < 0) return null;
  const content = text.slice(start + 1, quote).replaceAll('""', '"');
  const end = nextOf(cellEnd, text, quote + 1);
  // What stands behind the closing quote belongs to the cell, and then so do its quotes.
  const isWhole = end === quote + 1;
  return { content: isWhole ? content : `"${content}"${text.slice(quote + 1, end)}`, end };
}

function asCell(field: string): string | null {
  return field === '' ? null : unguardFormula(field);
}
