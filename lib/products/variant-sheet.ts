import type { CellProblem } from '@/lib/files/sheet-import';
import {
  type CellDamage,
  cellText,
  cellWholeNumber,
  isBlank,
  koreanClock,
} from '@/lib/sheets/cell-text';
import { columnsByName } from '@/lib/sheets/formats/header-names';
import type { CellValue, SheetCell, SheetRow } from '@/lib/sheets/sheet';
import { type BundlingRule, type Temperature, tagsIn } from './variant';

/** Columns of a sheet of variants, one row each. An empty cell leaves what stands; `-` empties it. */
export const variantColumns = {
  variantCode: '품목코드',
  productCode: '상품코드',
  productName: '상품명',
  option: '옵션',
  barcode: '바코드',
  price: '판매가',
  supplierName: '공급사',
  temperature: '온도',
  bundling: '합포',
  maxPerParcel: '합포 최대',
  tags: '옵션태그',
  location: '로케이션',
  safetyQty: '안전재고',
  isSupplierShipped: '공급사 직송',
} as const;

export type VariantColumn = keyof typeof variantColumns;

/** What the English list calls them. */
const englishColumns: Record<VariantColumn, string> = {
  variantCode: 'Variant code',
  productCode: 'Product code',
  productName: 'Product',
  option: 'Option',
  barcode: 'Barcode',
  price: 'Price',
  supplierName: 'Supplier',
  temperature: 'Temperature',
  bundling: 'Bundling',
  maxPerParcel: 'Max a parcel',
  tags: 'Tags',
  location: 'Location',
  safetyQty: 'Safety stock',
  isSupplierShipped: 'Supplier ships',
};

/** As a reader of this language calls them; a sheet of either can be brought in. */
export const columnsIn = (locale: string): Record<VariantColumn, string> =>
  locale === 'ko' ? variantColumns : englishColumns;

const otherNames: Partial<Record<VariantColumn, readonly string[]>> = {
  price: ['판매가격', '단가'],
  maxPerParcel: ['최대합포수량'],
  tags: ['태그'],
  isSupplierShipped: ['무재고위탁', '위탁'],
};

const names: Partial<Record<VariantColumn, readonly string[]>> = Object.fromEntries(
  Object.entries(variantColumns).map(([key, name]) => {
    const column = key as VariantColumn;
    return [column, [name, ...(otherNames[column] ?? []), englishColumns[column]]];
  }),
);

export const headerNames: string[] = Object.values(names).flat();

export type SheetColumns = Partial<Record<VariantColumn, number>>;

/** Null where the one column is missing by which a variant is known. */
export function columnsOf(headers: readonly string[]): SheetColumns | null {
  const columns = columnsByName<VariantColumn>(headers, names);
  return columns.variantCode === undefined ? null : columns;
}

/** What a cell may say. */
const words = {
  temperature: { 상온: 'ambient', 냉장: 'chilled', 냉동: 'frozen' },
  bundling: { '합포 가능': 'normal', '단독 포장': 'alone', '같은 품목끼리': 'same_only' },
  isSupplierShipped: { 예: true, 아니요: false },
} as const satisfies {
  temperature: Record<string, Temperature>;
  bundling: Record<string, BundlingRule>;
  isSupplierShipped: Record<string, boolean>;
};

/** What the English list says for the same. */
const englishWords: { [Column in keyof typeof words]: Record<string, unknown> } = {
  temperature: { ambient: 'ambient', chilled: 'chilled', frozen: 'frozen' },
  bundling: { any: 'normal', alone: 'alone', 'same only': 'same_only' },
  isSupplierShipped: { yes: true, no: false },
};

/** A sheet is written with the words of its reader's language. */
export const wordsIn = (locale: string): Record<keyof typeof words, Record<string, unknown>> =>
  locale === 'ko' ? words : englishWords;

const plainWord = (word: string) => word.replace(/\s/g, '').toLowerCase();

const meaningsOf = (column: keyof typeof words): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries({ ...words[column], ...englishWords[column] }).map(([word, meaning]) => [
      plainWord(word),
      meaning,
    ]),
  );

const meanings = {
  temperature: meaningsOf('temperature'),
  bundling: meaningsOf('bundling'),
  isSupplierShipped: meaningsOf('isSupplierShipped'),
};

/** What a row gives; a field left out stays as it is. */
export type Given = {
  productCode?: string;
  productName?: string;
  option?: string;
  barcode?: string;
  price?: number;
  /** Empty: none. */
  supplierName?: string;
  temperature?: Temperature;
  bundling?: BundlingRule;
  /** 0: no limit. */
  maxPerParcel?: number;
  tags?: string[];
  location?: string;
  safetyQty?: number;
  isSupplierShipped?: boolean;
};

export type VariantProblem =
  | 'noCode'
  | 'noName'
  | 'repeated'
  | 'otherProduct'
  | 'nameDiffers'
  | 'tooLong'
  | 'wrongNumber'
  | 'wrongWord'
  | CellDamage;

export type VariantSheetRow = {
  rowNo: number;
  variantCode: string;
  given: Given;
  /** What its cells hold, by the columns of our own sheet, for whoever mends it; kept of a bad row. */
  said: CellValue[];
  problems: CellProblem<VariantProblem>[];
};

const longest: Partial<Record<VariantColumn, number>> = {
  productName: 200,
  option: 200,
  supplierName: 100,
  tags: 500,
};
const LONGEST_CODE = 50;
const MOST = 1_000_000_000;

/** Reads a row; what is wrong with it stands beside it. */
export function readVariantRow(columns: SheetColumns, { rowNo, cells }: SheetRow): VariantSheetRow {
  const problems: CellProblem<VariantProblem>[] = [];
  const reader = cellReader(columns, cells, (problem, column, shown) => {
    problems.push({ problem, column: variantColumns[column], shown });
  });
  const variantCode = reader.text('variantCode') ?? '';
  if (variantCode === '' && problems.length === 0)
    problems.push({ problem: 'noCode', column: variantColumns.variantCode, shown: '' });
  const tags = reader.text('tags');
  const given = {
    productCode: reader.text('productCode'),
    productName: reader.text('productName'),
    option: reader.text('option'),
    barcode: reader.text('barcode'),
    price: reader.number('price'),
    supplierName: reader.text('supplierName'),
    temperature: reader.word('temperature'),
    bundling: reader.word('bundling'),
    maxPerParcel: reader.number('maxPerParcel'),
    tags: tags === undefined ? undefined : tagsIn(tags),
    location: reader.text('location'),
    safetyQty: reader.number('safetyQty'),
    isSupplierShipped: reader.word('isSupplierShipped'),
  };
  return { rowNo, variantCode, given: withoutGaps(given), said: reader.said(), problems };
}

type Refuse = (problem: VariantProblem, column: VariantColumn, shown: string) => void;

function cellReader(columns: SheetColumns, cells: readonly SheetCell[], refuse: Refuse) {
  const cellOf = (column: VariantColumn): SheetCell => {
    const at = columns[column];
    return at === undefined ? null : (cells[at] ?? null);
  };
  const text = (column: VariantColumn): string | undefined => {
    const read = cellText(cellOf(column));
    if (read.kind === 'damaged') return void refuse(read.damage, column, read.shown);
    if (read.text.length > (longest[column] ?? LONGEST_CODE))
      return void refuse('tooLong', column, `${read.text.slice(0, 20)}…`);
    if (read.text === '-') return '';
    return read.text === '' ? undefined : read.text;
  };
  const number = (column: VariantColumn): number | undefined => {
    const cell = cellOf(column);
    if (isBlank(cell)) return undefined;
    if (cell === '-') return 0;
    const read = cellWholeNumber(cell);
    if (read !== null && read >= 0 && read <= MOST) return read;
    return void refuse('wrongNumber', column, String(cell));
  };
  function word<Column extends keyof typeof words>(column: Column) {
    const said = text(column);
    if (said === undefined) return undefined;
    const name = plainWord(said);
    if (!meanings[column].has(name)) return void refuse('wrongWord', column, said);
    return meanings[column].get(name) as Given[Column];
  }
  const said = () =>
    Object.keys(variantColumns).map((column): CellValue => {
      const cell = cellOf(column as VariantColumn);
      return cell instanceof Date ? koreanClock(cell) : cell;
    });
  return { text, number, word, said };
}

function withoutGaps(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
