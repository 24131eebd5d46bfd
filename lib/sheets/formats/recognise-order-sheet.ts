import { columnsByName, hasHeaders, plainHeader } from './header-names';
import type { OrderSheetField } from './order-fields';
import { type OrderFormatKey, orderFormatKeys, orderFormatOf } from './order-formats';

/** Field → index of its column. Two fields may share a column. */
export type OrderSheetColumns = Partial<Record<OrderSheetField, number>>;

export type OrderSheetMatch = { format: OrderFormatKey; columns: OrderSheetColumns };

/** The seller centre whose export this header row belongs to, or null: then the operator maps columns. */
export function recogniseOrderSheet(headers: readonly string[]): OrderSheetMatch | null {
  const format = orderFormatKeys.find((key) => hasHeaders(headers, orderFormatOf(key).detectedBy));
  if (!format) return null;
  return {
    format,
    columns: addressOnce(headers, columnsByName(headers, orderFormatOf(format).headers)),
  };
}

/** A file as a seller centre made it: it numbers its lines as the marketplace does. */
export function isSellerCentreFile(headers: readonly string[]): boolean {
  const format = recogniseOrderSheet(headers)?.format;
  return format !== undefined && format !== 'moa';
}

/** A first guess for the operator's own mapping, from the header names of all known formats. */
export function suggestOrderColumns(headers: readonly string[]): OrderSheetColumns {
  return addressOnce(headers, columnsByName(headers, namesOfAllFormats()));
}

const wholeAddressHeaders = ['통합배송지'].map(plainHeader);

/** The detail address stands in the whole address already. */
function addressOnce(headers: readonly string[], columns: OrderSheetColumns): OrderSheetColumns {
  const { address2, ...rest } = columns;
  const address1 = plainHeader(headers[columns.address1 ?? -1] ?? '');
  return wholeAddressHeaders.includes(address1) ? rest : columns;
}

function namesOfAllFormats(): Partial<Record<OrderSheetField, string[]>> {
  const names: Partial<Record<OrderSheetField, string[]>> = {};
  for (const key of orderFormatKeys) {
    for (const [field, headers] of Object.entries(orderFormatOf(key).headers)) {
      names[field as OrderSheetField] = [...(names[field as OrderSheetField] ?? []), ...headers];
    }
  }
  return names;
}
