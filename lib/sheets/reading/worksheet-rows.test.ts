import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { readZip, writeZip, type ZipEntry } from '../zip';
import { readWorkbook } from './workbook';
import { inlineText, rowsOfXml, takeRows } from './worksheet-rows';

const fixtures = new URL('../fixtures/', import.meta.url);

/** Both ways: by the parser alone, and with the rows read apart from it. */
function readBoth(bytes: Uint8Array) {
  const entries = readZip(bytes);
  const { entries: rest, rowsXml } = takeRows(entries);
  return { whole: rowsOf(entries), apart: rowsOf(rest, rowsXml), taken: rowsXml.size };
}

/** Rows that hold anything: the parser fills gaps with empty ones. */
function rowsOf(entries: readonly ZipEntry[], rowsXml?: ReadonlyMap<string, string>) {
  return readWorkbook(writeZip(entries, 'none'), rowsXml).map(({ name, rows }) => ({
    name,
    rows: [...rows].filter(({ cells }) => cells.some((cell) => cell !== null)),
  }));
}

describe('rows read apart from the parser', () => {
  it.each(
    readdirSync(fixtures).filter((name) => name.endsWith('.xlsx') && !name.includes('encryption')),
  )('are what it reads itself of %s', (name) => {
    const { whole, apart, taken } = readBoth(readFileSync(new URL(name, fixtures)));
    expect(taken).toBeGreaterThan(0);
    expect(apart).toEqual(whole);
  });

  it('are what it reads itself of any workbook', () => {
    // The parser by itself takes `&amp;#65;`, which is the text `&#65;`, for a letter.
    const text = fc
      .string({ unit: fc.constantFrom(...'가펲똠&<>"\'_xA1\n\t 😀;#') })
      .filter((letters) => !letters.includes('&#'));
    const cell = fc.oneof(
      text,
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.constant(null),
    );
    const sheet = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(sheet, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (sheets, bookSST) => {
          const book = XLSX.utils.book_new();
          for (const [at, rows] of sheets.entries())
            XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), `시트${at}`);
          const { whole, apart } = readBoth(XLSX.write(book, { type: 'buffer', bookSST }));
          expect(apart).toEqual(whole);
        },
      ),
    );
  });

  it.each([
    [
      'an inline text in runs',
      '<c r="B2" t="inlineStr"><is><r><t>가</t></r><r><t xml:space="preserve"> &amp; b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
      '가 & b',
    ],
    [
      'a text that looks like a letter by its number',
      '<c r="B2" t="str"><v>&amp;#65;</v></c>',
      '&#65;',
    ],
    [
      'a number in a style of dates',
      '<c r="B2" s="1"><v>46348</v></c>',
      new Date('2026-11-22T00:00:00+09:00'),
    ],
    [
      'attributes in another order',
      "<c t='str' r='B2'><f>A1&amp;\"x\"</f><v>가_x000D_나</v></c>",
      '가\r나',
    ],
    ['an error', '<c r="B2" t="e"><v>#N/A</v></c>', '#N/A'],
    ['an error that only a newer Excel knows', '<c r="B2" t="e"><v>#SPILL!</v></c>', '#ERROR!'],
    ['a line feed in capital digits', '<c r="B2" t="str"><v>가&#xA;나</v></c>', '가\n나'],
    [
      'letters in capital digits',
      '<c r="B2" t="inlineStr"><is><t>&#xAC00;&#xac01;</t></is></c>',
      '가각',
    ],
    ['no place', '<c/><c><v>7</v></c>', 7],
    ['nothing but a style', '<c r="B2" s="1"/>', undefined],
  ])('know %s', (_, cells, value) => {
    const [sheet] = readBothOf(`<row r="2">${cells}</row>`).apart;
    expect(sheet?.rows[0]?.cells[1]).toEqual(value);
  });

  it.each([
    ['names with a prefix', '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'],
    ['literal sections', '<row r="1"><c r="A1" t="str"><v><![CDATA[1]]></v></c></row>'],
    ['rows out of order', '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>'],
    ['dates as texts', '<row r="1"><c r="A1" t="d"><v>2026-11-22</v></c></row>'],
    ['a blank where a cell ends', '<row r="1"><c r="A1"><v>1</v></c ><c r="B1"/></row>'],
    ['a blank where a row ends', '<row r="1"><c r="A1"><v>1</v></c></row ><row r="2"/>'],
  ])('are left to it where they have %s', (_, xml) => {
    const { whole, apart, taken } = readBothOf(xml);
    expect([taken, apart]).toEqual([0, whole]);
  });
});

it.each([
  ['cells', '<c><v>'.repeat(200_000)],
  ['notes on reading', `<c t="inlineStr"><is>${'<rPh>'.repeat(200_000)}</is></c>`],
])('%s that never end are read once', (_, cells) => {
  const reading = rowsOfXml(`<row r="1">${cells}</row>`, ({ inner }) => inlineText(inner));
  const begunAt = performance.now();
  expect([...reading]).toHaveLength(1);
  expect(performance.now() - begunAt).toBeLessThan(5_000);
});

function readBothOf(xml: string) {
  const sheet = XLSX.utils.aoa_to_sheet([[new Date(0)]], { dateNF: 'yyyy-mm-dd' });
  const book = { SheetNames: ['A'], Sheets: { A: sheet } };
  const entries = readZip(XLSX.write(book, { type: 'buffer' })).map(({ name, content }) => ({
    name,
    content: name.endsWith('sheet1.xml')
      ? Buffer.from(
          content.toString().replace(/<sheetData>.*<\/sheetData>/, `<sheetData>${xml}</sheetData>`),
        )
      : content,
  }));
  return readBoth(writeZip(entries, 'none'));
}
