import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { keyedSheet } from '@/lib/files/keyed-sheet';
import { columnsOf, headerNames, judgeCountRows, readCountRow, type Shelf } from './count-sheet';

/** Makes rows to look at of an uploaded sheet of what lies on the shelves. */
export const countUploads = keyedSheet({
  headerNames,
  columnsOf,
  judge: async (tx, ctx, columns, rows) => {
    const read = rows.map((row) => readCountRow(columns, row));
    const codes = [...new Set(read.map((row) => row.variantCode))];
    return judgeCountRows(read, await shelvesOf(tx, ctx, codes));
  },
});

async function shelvesOf(tx: Tx, ctx: Ctx, codes: string[]): Promise<Map<string, Shelf>> {
  const found = await rows<Shelf & { code: string }>(
    tx,
    sql`
    select variant.variant_code as code, trim(product.name || ' ' || variant.option) as name,
      coalesce(stock.on_hand, 0) as "onHand", coalesce(stock.allocated, 0) as allocated
    from variants variant
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    where variant.mall_id = ${ctx.mallId}
      and variant.variant_code = any(${sql.param(codes)}::text[])`,
  );
  return new Map(found.map(({ code, ...shelf }) => [code, shelf]));
}
