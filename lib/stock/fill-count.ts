import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { closeImport, takeGoodRows } from '@/lib/files/bring-in';
import type { JudgedCount } from './count-sheet';
import { insertCount } from './counts';

/**
 * Starts a stock-take with the rows of an uploaded sheet that change something, as if somebody had
 * counted them at the moment of the upload. Nothing is on the books until it is applied.
 */
export async function fillCount(
  ctx: Ctx,
  { uploadId, name }: { uploadId: number; name: string },
): Promise<{ countId: number }> {
  return inMall(ctx, async (tx) => {
    const { good } = await takeGoodRows<JudgedCount>(tx, ctx, 'counts', uploadId);
    if (good.length === 0) throw new ExpectedError('stock.errors.nothingCounted');
    const countId = await insertCount(tx, ctx, name);
    const { uploadedAt } = await oneRow<{ uploadedAt: string }>(
      tx,
      sql`
      select uploaded_at as "uploadedAt" from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    );
    await tx.execute(sql`
      insert into stock_count_lines (mall_id, count_id, variant_id, counted_qty, counted_at,
        first_counted_at)
      select variant.mall_id, ${countId}::bigint, variant.id, given.qty, ${uploadedAt}::timestamptz,
        ${uploadedAt}::timestamptz
      from ${unnested<JudgedCount>(
        {
          variant_code: ['text', (row) => row.variantCode],
          qty: ['int', (row) => row.qty],
        },
        good,
      )}
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.variant_code = given.variant_code`);
    await closeImport(tx, ctx, uploadId);
    return { countId };
  });
}
