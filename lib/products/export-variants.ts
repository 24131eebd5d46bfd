import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { BadRows } from '@/lib/files/bad-rows';
import { nameIn } from '@/lib/name-in';
import { koreanDay } from '@/lib/period';
import type { CellValue } from '@/lib/sheets/sheet';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import {
  askedVariants,
  type ProductFilter,
  variantColumns as shownColumns,
  shownOf,
  type VariantRow,
} from './screen';
import { columnsIn, type VariantSheetRow, variantColumns, wordsIn } from './variant-sheet';

const MAX_ROWS = 100_000;
const codes = ['variantCode', 'productCode', 'productName', 'option', 'barcode', 'location'];
const textColumns = Object.keys(variantColumns).flatMap((column, index) =>
  codes.includes(column) ? index : [],
);
/** What sheets of a language have in common. */
const shapeIn = (locale: string) => ({
  headers: Object.values(columnsIn(locale)),
  textColumns,
  dropdowns: Object.entries(wordsIn(locale)).map(([column, choices]) => ({
    column: Object.keys(variantColumns).indexOf(column),
    choices: Object.keys(choices),
  })),
});

const sheetNames = { koreanName: '품목', englishName: 'Variants' };
const templateNames = { koreanName: '품목등록양식', englishName: 'Variant template' };

/** The variants that the filter finds as a sheet, in the shape in which they can be brought back. */
export async function variantsSheet(
  ctx: Ctx,
  filter: ProductFilter,
  locale: string,
): Promise<NamedWorkbook> {
  const found = await inMall(ctx, async (tx) => {
    const found = await rows<VariantRow>(
      tx,
      sql`
      select ${shownColumns} from (${askedVariants(ctx, filter)}) as asked ${shownOf(ctx)}
      order by product.code, variant.variant_code limit ${MAX_ROWS + 1}`,
    );
    const detail = { rows: found.length };
    await recordEvent(tx, ctx, {
      verb: 'variant.export',
      subject: 'variant',
      subjectId: null,
      detail,
    });
    return found;
  });
  if (found.length > MAX_ROWS)
    throw new ExpectedError('products.errors.tooMany', { max: MAX_ROWS });
  const sheetName = nameIn(locale, sheetNames);
  const sheet = {
    sheetName,
    rows: found.map((row) => cellsOf(row, locale)),
    ...shapeIn(locale),
  };
  return { name: `${sheetName}_${koreanDay(ctx.now)}.xlsx`, sheet };
}

/** 엑셀등록양식: the header, an example, and lists to choose from. */
export function variantTemplate(locale: string): NamedWorkbook {
  const sheet = {
    sheetName: nameIn(locale, sheetNames),
    rows: [locale === 'ko' ? koreanExample : englishExample],
    ...shapeIn(locale),
  };
  return { name: `${nameIn(locale, templateNames)}.xlsx`, sheet };
}

const koreanExample = [
  ...['TS-001-BK', 'TS-001', '반팔 티셔츠', '블랙 / M', '8800000000017', 12_000, '한빛상사'],
  ...['상온', '합포 가능', '', '여름, 인기', 'A-01-02', 5, '아니요'],
];

const englishExample = [
  ...['TS-001-BK', 'TS-001', 'T-shirt', 'Black / M', '8800000000017', 12_000, 'Hanbit'],
  ...['ambient', 'any', '', 'summer, popular', 'A-01-02', 5, 'no'],
];

export const badVariantRows: BadRows<VariantSheetRow> = {
  purpose: 'variants',
  ...shapeIn('ko'),
  cells: ({ said }) => said,
};

function cellsOf(row: VariantRow, locale: string): CellValue[] {
  const words = wordsIn(locale);
  const wordFor = (column: keyof typeof words, value: unknown) =>
    Object.entries(words[column]).find(([, meant]) => meant === value)?.[0] ?? null;
  return [
    ...[row.variantCode, row.productCode, row.productName, row.option, row.barcode, row.price],
    ...[row.supplierName, wordFor('temperature', row.temperature)],
    ...[wordFor('bundling', row.bundling), row.maxPerParcel, row.tags.join(', '), row.location],
    ...[row.safetyQty, wordFor('isSupplierShipped', row.isSupplierShipped)],
  ];
}
