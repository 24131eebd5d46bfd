import type { BadRows } from '@/lib/files/bad-rows';
import type { CellProblem } from '@/lib/files/sheet-import';
import { type CellDamage, cellText, cellWholeNumber, isBlank } from '@/lib/sheets/cell-text';
import { columnsByName } from '@/lib/sheets/formats/header-names';
import type { SheetCell, SheetRow } from '@/lib/sheets/sheet';
import { optionKey, productKey } from '@/lib/shipments/intake/product-key';
import type { NamedKey } from '../remembered';

/** Columns of a sheet of matches: a row for each variant, several of one key make a kit. */
export const matchColumns = {
  channel: '판매처',
  productCode: '판매처 상품코드',
  productName: '판매처 상품명',
  option: '판매처 옵션',
  variantCode: '품목코드',
  qty: '1개당 수량',
} as const;

/** What an export tells beside them; an import does not read it. */
export const toldColumns = ['품목', '매칭 사유', '처리자', '매칭일시'] as const;

/** In place of a 품목코드: no goods are needed. */
export const NO_GOODS = '매칭불필요';

export type MatchColumn = keyof typeof matchColumns;

const names: Record<MatchColumn, readonly string[]> = {
  channel: [matchColumns.channel],
  productCode: [matchColumns.productCode, '상품코드', '판매처상품번호'],
  productName: [matchColumns.productName],
  option: [matchColumns.option],
  variantCode: [matchColumns.variantCode],
  qty: [matchColumns.qty, '수량'],
};

export const headerNames: string[] = Object.values(names).flat();

export type SheetColumns = Partial<Record<MatchColumn, number>>;

/** Null where a column is missing without which nothing can be read. */
export function columnsOf(headers: readonly string[]): SheetColumns | null {
  const columns = columnsByName<MatchColumn>(headers, names);
  const hasProduct = columns.productCode !== undefined || columns.productName !== undefined;
  if (columns.channel === undefined || columns.variantCode === undefined) return null;
  return hasProduct ? columns : null;
}

export type MatchProblem =
  | 'unknownChannel'
  | 'noProduct'
  | 'unknownVariant'
  | 'noVariant'
  | 'wrongQuantity'
  | CellDamage
  | 'repeated'
  | 'mixed'
  | 'siblingBad';

export type MatchRow = NamedKey & {
  rowNo: number;
  channelName: string;
  variantCode: string;
  /** Null: no goods are needed. */
  variantId: number | null;
  qty: number;
  problems: CellProblem<MatchProblem>[];
};

export const badMatchRows: BadRows<MatchRow> = {
  purpose: 'matches',
  headers: Object.values(matchColumns),
  cells: (row) => [
    ...[row.channelName, row.productCode, row.productName, row.option, row.variantCode, row.qty],
  ],
  textColumns: [0, 1, 2, 3, 4],
};

export type Known = {
  channelByName: ReadonlyMap<string, number>;
  variantByCode: ReadonlyMap<string, number>;
};

/** Reads a row; what is wrong with it stands beside it. */
export function readMatchRow(
  columns: SheetColumns,
  { rowNo, cells }: SheetRow,
  known: Known,
): MatchRow {
  const problems: CellProblem<MatchProblem>[] = [];
  const refuse = (problem: MatchProblem, column: MatchColumn, shown: string) =>
    void problems.push({ problem, column: matchColumns[column], shown });
  const cellOf = (column: MatchColumn): SheetCell => {
    const at = columns[column];
    return at === undefined ? null : (cells[at] ?? null);
  };
  const text = (column: MatchColumn): string => {
    const read = cellText(cellOf(column));
    if (read.kind === 'damaged') refuse(read.damage, column, read.shown);
    return read.kind === 'text' ? read.text : '';
  };
  const [channelName, productCode, productName] = [
    text('channel'),
    text('productCode'),
    text('productName'),
  ];
  const [option, variantCode] = [text('option'), text('variantCode')];
  const channelId = known.channelByName.get(channelName);
  if (channelId === undefined) refuse('unknownChannel', 'channel', channelName);
  if (!productCode && !productName && problems.length === 0) refuse('noProduct', 'productCode', '');
  const variantId = known.variantByCode.get(variantCode) ?? null;
  if (variantCode === '') refuse('noVariant', 'variantCode', '');
  else if (variantId === null && variantCode !== NO_GOODS)
    refuse('unknownVariant', 'variantCode', variantCode);
  return {
    ...{ rowNo, channelId: channelId ?? 0, channelName, productCode, productName, option },
    ...{ productKey: productKey(productCode, productName), optionKey: optionKey(option) },
    ...{ variantCode, variantId, qty: readQuantity(cellOf('qty'), refuse), problems },
  };
}

const MOST = 999;

function readQuantity(
  cell: SheetCell,
  refuse: (problem: MatchProblem, column: MatchColumn, shown: string) => void,
): number {
  if (isBlank(cell)) return 1;
  const qty = cellWholeNumber(cell);
  if (qty !== null && qty >= 1 && qty <= MOST) return qty;
  refuse('wrongQuantity', 'qty', String(cell));
  return 1;
}
