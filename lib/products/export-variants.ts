import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { BadRows } from '@/lib/files/bad-rows';
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
import { type VariantSheetRow, variantColumns, words } from './variant-sheet';

const MAX_ROWS = 100_000;
const headers = Object.values(variantColumns);
const codes = ['variantCode', 'productCode', 'productName', 'option', 'barcode', 'location'];
const textColumns = Object.keys(variantColumns).flatMap((column, index) =>
  codes.includes(column) ? index : [],
);
const dropdowns = Object.entries(words).map(([column, choices]) => ({
  column: Object.keys(variantColumns).indexOf(column),
  choices: Object.keys(choices),
}));

/** The variants that the filter finds as a sheet, in the shape in which they can be brought back. */
export async function variantsSheet(ctx: Ctx, filter: ProductFilter): Promise<NamedWorkbook> {
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
  const sheet = {
    sheetName: '품목',
    headers,
    rows: found.map(cellsOf),
    textColumns,
    dropdowns,
  };
  return { name: `품목_${koreanDay(ctx.now)}.xlsx`, sheet };
}

/** 엑셀등록양식: the header, an example, and lists to choose from. */
export function variantTemplate(): NamedWorkbook {
  const example = [
    ...['TS-001-BK', 'TS-001', '반팔 티셔츠', '블랙 / M', '8800000000017', 12_000, '한빛상사'],
    ...['상온', '합포 가능', '', '여름, 인기', 'A-01-02', 5, '아니요'],
  ];
  const sheet = {
    sheetName: '품목',
    headers,
    rows: [example],
    textColumns,
    dropdowns,
  };
  return { name: '품목등록양식.xlsx', sheet };
}

export const badVariantRows: BadRows<VariantSheetRow> = {
  purpose: 'variants',
  headers,
  cells: ({ said }) => said,
  textColumns,
  dropdowns,
};

function cellsOf(row: VariantRow): CellValue[] {
  return [
    ...[row.variantCode, row.productCode, row.productName, row.option, row.barcode, row.price],
    ...[row.supplierName, wordFor('temperature', row.temperature)],
    ...[wordFor('bundling', row.bundling), row.maxPerParcel, row.tags.join(', '), row.location],
    ...[row.safetyQty, wordFor('isSupplierShipped', row.isSupplierShipped)],
  ];
}

/** The word by which a sheet says a value. */
function wordFor(column: keyof typeof words, value: unknown): string | null {
  const found = Object.entries(words[column]).find(([, meant]) => meant === value);
  return found ? found[0] : null;
}
