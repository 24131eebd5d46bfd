import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { keepJudged } from '@/lib/files/keep-judged';
import { settleUpload, type UploadReader } from '@/lib/files/read-upload';
import { collectSheet } from '@/lib/sheets/parse-in-child';
import { columnsOf, headerNames, judgeCountRows, readCountRow, type Shelf } from './count-sheet';

/** Makes rows to look at of an uploaded sheet of what lies on the shelves. */
export const countUploads: UploadReader = {
  headerNames: async () => headerNames,
  read: async (ctx, upload, parts) => {
    const sheet = await collectSheet(parts);
    const columns = columnsOf(sheet.headers);
    await inMall(ctx, async (tx) => {
      if (!columns) {
        await settleUpload(tx, ctx, upload.lease, { state: 'failed', error: 'noColumns' });
        return;
      }
      const read = sheet.rows.map((row) => readCountRow(columns, row));
      const codes = [...new Set(read.map((row) => row.variantCode))];
      const judged = judgeCountRows(read, await shelvesOf(tx, ctx, codes));
      await keepJudged(tx, ctx, upload, { headers: sheet.headers, judged });
    });
  },
};

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
