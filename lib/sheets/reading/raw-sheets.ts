import { readCompoundFile } from '../encryption/encrypted-workbook';
import { SheetError } from '../sheet';
import { readZip, writeZip } from '../zip';
import { decodeText } from './decode-text';
import { type RawSheet, readWorkbook } from './workbook';
import { takeRows } from './worksheet-rows';

export type WorkbookFormat = 'compound' | 'zip' | 'markup';

/** The visible sheets of anything but a text. */
export function rawSheets(
  format: WorkbookFormat,
  bytes: Uint8Array,
  password: string | undefined,
): RawSheet[] {
  switch (format) {
    case 'compound':
      return compoundSheets(bytes, password);
    case 'zip':
      return zipSheets(bytes);
    case 'markup':
      return readWorkbook(withoutEntities(decodeText(bytes)));
  }
}

function compoundSheets(bytes: Uint8Array, password: string | undefined): RawSheet[] {
  const file = readCompoundFile(bytes);
  return file.kind === 'biff' ? readWorkbook(bytes) : zipSheets(file.decrypt(password));
}

/** The parser gets a zip of exactly the bytes that were counted, never the file's own. */
function zipSheets(bytes: Uint8Array): RawSheet[] {
  const entries = readZip(bytes);
  const isWorkbook = entries.some(({ name }) => workbookMarks.includes(name));
  if (!isWorkbook) throw new SheetError('unknownFormat');
  if (entries.some(({ content }) => declaresEntities(content))) throw new SheetError('bomb');
  const { entries: withoutRows, rowsXml } = takeRows(entries);
  return readWorkbook(writeZip(withoutRows, 'none'), rowsXml);
}

/** A few of its own words can unfold into gigabytes of text, and no sheet has any. */
const ENTITY = '<!ENTITY';

function declaresEntities({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).includes(ENTITY);
}

function withoutEntities(markup: string): string {
  if (markup.includes(ENTITY)) throw new SheetError('bomb');
  return markup;
}

const workbookMarks = ['[Content_Types].xml', 'mimetype'];
