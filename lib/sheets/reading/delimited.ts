import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { unguardFormula } from '../formula-guard';
import { SheetError, type SheetRow } from '../sheet';

const delimiters = [',', '\t', ';'] as const;
type Delimiter = (typeof delimiters)[number];

/** No order has so long a row: a quote that is missing would swallow the file into one cell. */
const MAX_RECORD_LETTERS = 1_000_000;

/**
 * Records of a CSV or TSV one by one as its text comes in, every cell a text; rowNo counts records,
 * blank ones too. Nothing but the record at hand is held.
 */
export async function* delimitedRows(pieces: Iterable<string>): AsyncGenerator<SheetRow> {
  const { first, all } = peeked(pieces);
  const parser = Readable.from(all).pipe(
    parse({
      bom: true,
      delimiter: sniffDelimiter(first),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_RECORD_LETTERS,
    }),
  );
  let rowNo = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>)
      yield { rowNo: ++rowNo, cells: record.map(asCell) };
  } catch (cause) {
    if (cause instanceof CsvError) throw new SheetError('damaged', { cause });
    throw cause;
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

function peeked(pieces: Iterable<string>): { first: string; all: Iterable<string> } {
  const iterator = pieces[Symbol.iterator]();
  const { value: first = '' } = iterator.next();
  return {
    first,
    all: (function* () {
      if (first !== '') yield first;
      // A stream ends at an empty text.
      for (let next = iterator.next(); !next.done; next = iterator.next())
        if (next.value !== '') yield next.value;
    })(),
  };
}

function asCell(field: string): string | null {
  return field === '' ? null : unguardFormula(field);
}
