import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { nameIn } from '@/lib/name-in';
import { koreanDay } from '@/lib/period';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { foundVariants } from '@/lib/shipments/lists/found-variants';
import { columnNames, englishColumnNames } from './count-sheet';
import { type StockFilter, type StockRow, stockColumns, stockedVariants } from './screen';

const MAX_ROWS = 100_000;

const koreanHeaders = [
  ...[columnNames.variantCode, '상품명', '옵션', '바코드'],
  ...[columnNames.qty, '할당', '가용재고'],
];
const englishHeaders = [
  ...[englishColumnNames.variantCode, 'Product', 'Option', 'Barcode'],
  ...[englishColumnNames.qty, 'Allocated', 'Available'],
];
const sheetNames = { koreanName: '재고', englishName: 'Stock' };

/** The shelves that the filter finds as a sheet; with other quantities it can be brought back. */
export async function stockSheet(
  ctx: Ctx,
  filter: StockFilter,
  locale: string,
): Promise<NamedWorkbook> {
  const found = await inMall(ctx, async (tx) => {
    const found = await rows<StockRow>(
      tx,
      sql`
      select ${stockColumns} ${stockedVariants(ctx, foundVariants(ctx, filter), filter.isShort)}
      order by variant.variant_code limit ${MAX_ROWS + 1}`,
    );
    await recordEvent(tx, ctx, {
      verb: 'stock.export',
      subject: 'variant',
      subjectId: null,
      detail: { rows: found.length },
    });
    return found;
  });
  if (found.length > MAX_ROWS)
    throw new ExpectedError('products.errors.tooMany', { max: MAX_ROWS });
  const sheetName = nameIn(locale, sheetNames);
  const sheet = {
    sheetName,
    headers: locale === 'ko' ? koreanHeaders : englishHeaders,
    rows: found.map((row) => [
      ...[row.variantCode, row.productName, row.option, row.barcode],
      ...[row.onHand, row.allocated, row.available],
    ]),
    textColumns: [0, 1, 2, 3],
  };
  return { name: `${sheetName}_${koreanDay(ctx.now)}.xlsx`, sheet };
}
