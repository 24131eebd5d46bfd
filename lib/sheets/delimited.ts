import { unguardFormula } from './formula-guard';
import { SheetError, type SheetRow } from './sheet';

export type Delimiter = ',' | '\t' | ';';

/** The delimiter that stands most often in the first lines, outside quotes. */
export function sniffDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const delimiters: readonly Delimiter[] = [',', '\t', ';'];
  const counts = delimiters.map((delimiter) => sample.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Records of an RFC 4180 text one by one, every cell a text; rowNo counts records, blank ones too. */
export function* delimitedRows(text: string, delimiter: Delimiter): Generator<SheetRow> {
  const reader = new DelimitedReader(text, delimiter);
  for (let rowNo = 1; !reader.atEnd(); rowNo++) {
    yield {
      rowNo,
      cells: reader.record().map((field) => (field === '' ? null : unguardFormula(field))),
    };
  }
}

class DelimitedReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly delimiter: Delimiter,
  ) {}

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  record(): string[] {
    const fields: string[] = [];
    for (;;) {
      fields.push(this.text[this.at] === '"' ? this.quotedField() : this.plainField());
      if (this.text[this.at] !== this.delimiter) break;
      this.at++;
    }
    if (this.text[this.at] === '\r') this.at++;
    if (this.text[this.at] === '\n') this.at++;
    return fields;
  }

  private plainField(): string {
    const start = this.at;
    while (this.at < this.text.length && !this.endsField(this.text.charCodeAt(this.at))) this.at++;
    return this.text.slice(start, this.at);
  }

  /** What follows the closing quote up to the delimiter belongs to the field, as spreadsheets read it. */
  private quotedField(): string {
    let field = '';
    this.at++;
    for (;;) {
      const close = this.text.indexOf('"', this.at);
      // Reading on would swallow all orders to the end of the file into one cell.
      if (close < 0) throw new SheetError('damaged');
      field += this.text.slice(this.at, close);
      this.at = close + 1;
      if (this.text[this.at] !== '"') return field + this.plainField();
      field += '"';
      this.at++;
    }
  }

  private endsField(code: number): boolean {
    return code === 10 || code === 13 || code === this.delimiter.charCodeAt(0);
  }
}
