import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

/** Sets below how many available units a variant counts as short. Reserves nothing. */
export async function setSafetyQty(
  ctx: Ctx,
  { variantId, safetyQty }: { variantId: number; safetyQty: number },
): Promise<{ safetyQty: number }> {
  return inMall(ctx, async (tx) => {
    const [variant] = await rows<{ before: number }>(
      tx,
      sql`
      select safety_qty as before from variants
      where mall_id = ${ctx.mallId} and id = ${variantId} for update`,
    );
    if (!variant) throw new ExpectedError('stock.errors.unknownVariant');
    await tx.execute(sql`
      update variants set safety_qty = ${safetyQty}
      where mall_id = ${ctx.mallId} and id = ${variantId}`);
    await recordEvent(tx, ctx, {
      verb: 'set_safety_stock',
      subject: 'variant',
      subjectId: variantId,
      detail: { before: variant.before, after: safetyQty },
    });
    return { safetyQty };
  });
}
