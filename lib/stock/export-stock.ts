import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { koreanDay } from '@/lib/period';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { foundVariants } from '@/lib/shipments/lists/found-variants';
import { columnNames } from './count-sheet';
import { type StockFilter, type StockRow, stockColumns, stockedVariants } from './screen';

const MAX_ROWS = 100_000;
const { variantCode, qty } = columnNames;

/** The shelves that the filter finds as a sheet; with other quantities it can be brought back. */
export async function stockSheet(ctx: Ctx, filter: StockFilter): Promise<NamedWorkbook> {
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
  const sheet = {
    sheetName: '재고',
    headers: [variantCode, '상품명', '옵션', '바코드', qty, '할당', '가용재고'],
    rows: found.map((row) => [
      ...[row.variantCode, row.productName, row.option, row.barcode],
      ...[row.onHand, row.allocated, row.available],
    ]),
    textColumns: [0, 1, 2, 3],
  };
  return { name: `재고_${koreanDay(ctx.now)}.xlsx`, sheet };
}
