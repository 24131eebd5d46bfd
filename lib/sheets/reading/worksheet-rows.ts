import { maxColumns, type SheetCell, type SheetRow } from '../sheet';
import type { ZipEntry } from '../zip';

/**
 * The rows of an .xlsx are nearly all of it. They are taken out of its parts before the parser sees
 * them, and read here one by one: the parser makes an object of each cell, and keeps all of them.
 */
export type TakenRows = {
  entries: readonly ZipEntry[];
  /** By what the one cell says that each sheet is left with. */
  rowsXml: ReadonlyMap<string, string>;
};

/** A cell as it stands: its type, the number of its format and its text, which is not decoded yet. */
export type RawCell = { type: string; style: number; value: string; inner: string };

/** All of a workbook or nothing: what is written in an unusual way stays the parser's. */
export function takeRows(entries: readonly ZipEntry[]): TakenRows {
  const rowsXml = new Map<string, string>();
  const rest = entries.map((entry) => {
    const parts = isWorksheet(entry) ? partsOf(lettersOf(entry.content)) : null;
    if (!parts) return entry;
    const mark = `rows ${rowsXml.size}`;
    rowsXml.set(mark, parts.rows);
    const row = `<row r="1"><c r="A1" t="str"><v>${mark}</v></c></row>`;
    return { name: entry.name, content: Buffer.from(parts.before + row + parts.after, 'latin1') };
  });
  const isUsual = [...rowsXml.values()].every(isPlain);
  return isUsual ? { entries: rest, rowsXml } : { entries, rowsXml: new Map() };
}

/** One letter a byte: most of it is ASCII, and texts are decoded one by one. */
const lettersOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

function isWorksheet({ name, content }: ZipEntry): boolean {
  if (!name.endsWith('.xml')) return false;
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 1_000));
  return start.includes('<worksheet');
}

function partsOf(xml: string): { before: string; rows: string; after: string } | null {
  const opening = /<sheetData\b[^<>]*>/.exec(xml);
  if (!opening) return null;
  const start = opening.index + opening[0].length;
  const end = xml.indexOf('</sheetData>', start);
  if (end < 0) return null;
  return { before: xml.slice(0, start), rows: xml.slice(start, end), after: xml.slice(end) };
}

/** Names with prefixes, blanks in endings, comments, literal sections, dates as such: the parser knows. */
const UNUSUAL = /<!|<\w+:(?:row|c|v|is|t|r)\b|<\/\w+\s|\st=["']d["']/;

function isPlain(rows: string): boolean {
  if (UNUSUAL.test(rows)) return false;
  let before = 0;
  for (const [, rowNo = ''] of rows.matchAll(/<row\b[^<>]*?\br=["'](\d+)["']/g)) {
    if (Number(rowNo) <= before) return false;
    before = Number(rowNo);
  }
  return true;
}

/** Rows as they stand; a row or cell without its place follows the one before. */
export function* rowsOfXml(
  xml: string,
  readCell: (cell: RawCell) => SheetCell,
): Generator<SheetRow> {
  const row = /<row\b([^<>]*)>/g;
  let rowNo = 0;
  for (let opening = row.exec(xml); opening; opening = row.exec(xml)) {
    const attributes = opening[1] ?? '';
    if (attributes.endsWith('/')) continue;
    const given = /\br=["'](\d+)["']/.exec(attributes)?.[1];
    rowNo = given ? Number(given) : rowNo + 1;
    const end = xml.indexOf('</row>', row.lastIndex);
    if (end < 0) return;
    yield { rowNo, cells: cellsOf(xml.slice(row.lastIndex, end), readCell) };
    row.lastIndex = end;
  }
}

/**
 * Its attributes in the order in which nearly all programs write them, others, its value and what else
 * it holds: all there is where it never ends, or each of many such would be looked for to the end.
 */
const CELL =
  /<c(?: r="([A-Z]+)\d+")?(?: s="(\d+)")?(?: t="(\w+)")?(\s[^<>]*?)?(?:\/>|>(?:<v>([^<]*)<\/v>)?(.*?)(?:<\/c>|$))/gs;

function cellsOf(xml: string, readCell: (cell: RawCell) => SheetCell): SheetCell[] {
  const cells: SheetCell[] = [];
  let column = -1;
  for (const [, place, style, type, others = '', value, inner = ''] of xml.matchAll(CELL)) {
    const letters = place ?? /\sr=["']([A-Z]+)/.exec(others)?.[1];
    column = letters ? columnOf(letters) : column + 1;
    if ((value === undefined && inner === '') || column >= maxColumns) continue;
    while (cells.length < column) cells.push(null);
    cells[column] = readCell({
      type: type ?? /\st=["'](\w+)/.exec(others)?.[1] ?? 'n',
      style: Number(style ?? /\ss=["'](\d+)/.exec(others)?.[1]),
      value: value ?? /<v\b[^<>]*>([^<]*)<\/v>/.exec(inner)?.[1] ?? '',
      inner,
    });
  }
  return cells;
}

function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = 26 * column + letters.charCodeAt(at) - 64;
  return column - 1;
}

/** The text of an inline string: of all its runs, but how Japanese is read aloud. */
export function inlineText(inner: string): string {
  const runs = inner.replace(/<rPh\b.*?(?:<\/rPh>|$)/gs, '').matchAll(/<t\b[^<>]*>([^<]*)<\/t>/g);
  return xmlText(Array.from(runs, ([, text = '']) => text).join(''));
}

/** A text as a workbook writes it: UTF-8, with the entities of XML and letters as _x000D_. */
export function xmlText(bytes: string): string {
  return Buffer.from(bytes, 'latin1')
    .toString()
    .replace(ENTITY, (entity, code?: string) => entities[entity] ?? characterOf(code ?? ''))
    .replace(/_x([\da-f]{4})_/gi, (_, code: string) => characterOf(`x${code}`))
    .replace(/\r\n/g, '\n');
}

const ENTITY = /&(?:quot|apos|gt|lt|amp|#(\d+|x[\da-fA-F]+));/g;
const entities: Record<string, string> = {
  '&quot;': '"',
  '&apos;': "'",
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
};

/** Nothing for a number that no letter has. */
function characterOf(code: string): string {
  const number = code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number(code);
  return number > 0x10ffff ? '' : String.fromCodePoint(number);
}
