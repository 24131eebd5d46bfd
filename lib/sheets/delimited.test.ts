import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { delimitedRows } from './delimited';

/** What another program makes of it: every cell as it stands, null where it refuses. */
function parsed(text: string): string[][] | null {
  try {
    return parse(text, {
      bom: true,
      delimiter: ',',
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch {
    return null;
  }
}

function read(pieces: string[]): string[][] | null {
  try {
    return Array.from(delimitedRows(pieces), ({ cells }) =>
      cells.map((cell) => String(cell ?? '')),
    );
  } catch {
    return null;
  }
}

it('reads any text as another parser does, wherever its pieces end', () => {
  const letters = fc.string({ unit: fc.constantFrom('"', '"', ',', '\r', '\n', 'a', '가') });
  fc.assert(
    fc.property(fc.array(letters), (pieces) => {
      const [head, ...rest] = ['가,나\n', ...pieces];
      expect(read([head ?? '', ...rest])).toEqual(parsed([head, ...rest].join('')));
    }),
    { numRuns: 2_000 },
  );
});
