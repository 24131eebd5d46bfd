import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { collectSheet, parseInChild } from './reading/parse-in-child';
import { workbook } from './testing';
import { readZip, writeZip } from './zip';

const LIMITS = { timeoutMs: 60_000, memoryMb: 96 };
const MEGABYTE = 1024 * 1024;

/** The child is what may grow, and only so far; the process that asked must not. */
async function refusalOf(bytes: Uint8Array): Promise<{ kind: string; grownMb: number }> {
  const before = process.memoryUsage().rss;
  const kind = await collectSheet(parseInChild(bytes, { maxRows: 1_000 }, LIMITS)).then(
    () => 'read',
    (error) => error.kind ?? String(error),
  );
  return { kind, grownMb: (process.memoryUsage().rss - before) / MEGABYTE };
}

/** Nine entities, each ten times the one before: a thousand million words in 900 bytes. */
const laughs = [
  '<!DOCTYPE lolz [<!ENTITY lol0 "lol">',
  ...Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`),
  ']>',
].join('');

/** A proper workbook with one part said otherwise. */
function workbookWith(name: string, change: (xml: string) => string): Buffer {
  const entries = readZip(
    workbook({
      주문: [
        ['주문번호', '수량'],
        ['A-1', 1],
      ],
    }),
  ).map((entry) =>
    entry.name === name ? { name, content: Buffer.from(change(entry.content.toString())) } : entry,
  );
  return writeZip(entries, 'deflate');
}

/** Ten columns and a thousand rows, all of whose cells share the one text that is written down. */
function workbookOfOneText(text: string): Buffer {
  const row = ['주문번호', ...Array.from({ length: 9 }, (_, at) => `열${at}`)];
  const sheet = XLSX.utils.aoa_to_sheet([row, ...Array(1_000).fill(row.map(() => 'TEXT'))]);
  const book = { SheetNames: ['주문'], Sheets: { 주문: sheet } };
  const written: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true });
  const entries = readZip(written).map(({ name, content }) => ({
    name,
    content: name.endsWith('sharedStrings.xml')
      ? Buffer.from(content.toString().replace('TEXT', text))
      : content,
  }));
  return writeZip(entries, 'deflate');
}

const SHEET = 'xl/worksheets/sheet1.xml';

describe('a hostile file', { timeout: 120_000 }, () => {
  it.each([
    [
      'a workbook whose sheet laughs',
      workbookWith(SHEET, (xml) => xml.replace('?>', `?>${laughs}`)),
    ],
    [
      'a workbook that laughs itself',
      workbookWith('xl/workbook.xml', (xml) => xml.replace('?>', `?>${laughs}`)),
    ],
    [
      'a table that laughs',
      Buffer.from(
        `<?xml version="1.0"?>${laughs}<table><tr><td>주문번호</td><td>&lol9;</td></tr></table>`,
      ),
    ],
    [
      'a bomb of one sheet',
      workbookWith(SHEET, (xml) =>
        xml.replace('<sheetData>', `<sheetData>${' '.repeat(200 * MEGABYTE)}`),
      ),
    ],
    [
      'a bomb of many parts',
      writeZip(
        Array.from({ length: 30 }, (_, at) => ({
          name: at === 0 ? '[Content_Types].xml' : `xl/media/${at}.xml`,
          content: Buffer.alloc(9 * MEGABYTE),
        })),
        'deflate',
      ),
    ],
  ])('%s is refused before it unfolds', async (_, bytes) => {
    expect(bytes.length).toBeLessThan(MEGABYTE);
    const { kind, grownMb } = await refusalOf(bytes);
    expect(kind).toBe('bomb');
    expect(grownMb).toBeLessThan(40);
  });

  it.each([
    ['in every cell', 32_000, 'bomb'],
    ['longer than Excel writes one', 40_000, 'cellTooLong'],
  ])('one text %s is refused, not sent cell by cell', async (_, letters, kind) => {
    const bytes = workbookOfOneText('가'.repeat(letters));
    expect(bytes.length).toBeLessThan(MEGABYTE);
    expect((await refusalOf(bytes)).kind).toBe(kind);
  });

  it('a plain workbook made the same way is read', async () => {
    expect(await refusalOf(workbookWith(SHEET, (xml) => xml))).toMatchObject({ kind: 'read' });
  });
});
