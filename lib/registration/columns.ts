import { createHash } from 'node:crypto';
import { ExpectedError } from '@/lib/errors';
import { plainHeader } from '@/lib/sheets/formats/header-names';
import { type OrderSheetField, orderSheetFields } from '@/lib/sheets/formats/order-fields';
import type { OrderSheetColumns } from '@/lib/sheets/formats/recognise-order-sheet';
import { originalHeaders } from './original-row';

/** The columns an operator picked, by header and which of equal headers: columns may change places. */
export type ColumnMapping = Partial<Record<OrderSheetField, { header: string; nth: number }>>;

/** Without these no row of a file can be an order; a product has a name or a number. */
export const requiredFields = [
  'orderNo',
  'recipientName',
  'address1',
  'quantity',
] as const satisfies OrderSheetField[];

/**
 * The columns that the sheet of bad rows adds, in each language: mended and uploaded it is still the
 * same kind of file.
 */
export const addedHeaders = [
  ...originalHeaders.upload,
  ...originalHeaders.row,
  ...['오류 사유', 'What is wrong'],
];

const ADDED = addedHeaders.map(plainHeader);

/** What a mapping is remembered under: the names of the columns, wherever they stand. */
export function headersFingerprint(headers: readonly string[]): string {
  const own = headers.map(plainHeader).filter((name) => name && !ADDED.includes(name));
  return createHash('sha256').update(JSON.stringify(own.sort())).digest('base64url');
}

export function mappingOf(headers: readonly string[], columns: OrderSheetColumns): ColumnMapping {
  const mapping: ColumnMapping = {};
  for (const field of orderSheetFields) {
    const column = columns[field];
    const header = plainHeader(headers[column ?? -1] ?? '');
    if (column === undefined || header === '') continue;
    const nth = headers.slice(0, column).filter((name) => plainHeader(name) === header).length;
    mapping[field] = { header, nth };
  }
  return mapping;
}

const namingFields = [
  'orderNo',
  'lineNo',
  'productNo',
  'productName',
  'optionName',
  'addedOptions',
] as const satisfies OrderSheetField[];

/** Of which columns the keys of lines are made: files in which they are the same name lines alike. */
export function namingOf(layout: {
  format: string | null;
  headers: readonly string[];
  columns: OrderSheetColumns;
}): string {
  const mapping = mappingOf(layout.headers, layout.columns);
  return JSON.stringify([layout.format, ...namingFields.map((field) => mapping[field] ?? null)]);
}

export function columnsOf(headers: readonly string[], mapping: ColumnMapping): OrderSheetColumns {
  const columns: OrderSheetColumns = {};
  for (const field of orderSheetFields) {
    const picked = mapping[field];
    if (!picked) continue;
    const equal = headers.flatMap((name, index) =>
      plainHeader(name) === picked.header ? index : [],
    );
    const column = equal[picked.nth];
    if (column !== undefined) columns[field] = column;
  }
  return columns;
}

/** What is still to be picked; empty when rows can be read. */
export function missingFields(columns: OrderSheetColumns): OrderSheetField[] {
  const missing: OrderSheetField[] = requiredFields.filter((field) => columns[field] === undefined);
  if (columns.productName === undefined && columns.productNo === undefined)
    missing.push('productName');
  return missing;
}

/** As the operator picked them: for each column the field it holds. */
export function columnsByField(fields: readonly (OrderSheetField | null)[]): OrderSheetColumns {
  const columns: OrderSheetColumns = {};
  for (const [column, field] of fields.entries()) {
    if (field === null) continue;
    if (columns[field] !== undefined) throw new ExpectedError('register.errors.columnTwice');
    columns[field] = column;
  }
  return columns;
}

/** For each column the field it holds: what the picker of columns starts with. */
export function fieldsOf(
  headers: readonly string[],
  columns: OrderSheetColumns,
): (OrderSheetField | null)[] {
  const fields = headers.map((): OrderSheetField | null => null);
  for (const [field, column] of Object.entries(columns))
    fields[column] ??= field as OrderSheetField;
  return fields;
}
