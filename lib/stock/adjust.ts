import { sql } from 'drizzle-orm';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockStock } from '@/lib/shipments/locks';

export type Adjustment = {
  variantId: number;
  /** Units more, or less than nothing: fewer. */
  changeQty: number;
  reason: string;
};

/** Corrects what is on hand by a movement with its reason; never below what is reserved. */
export async function adjustStock(
  ctx: Ctx,
  { variantId, changeQty, reason }: Adjustment,
): Promise<{ onHand: number }> {
  if (!Number.isSafeInteger(changeQty) || changeQty === 0)
    throw new ExpectedError('stock.errors.noChange');
  if (!reason.trim()) throw new ExpectedError('stock.errors.reasonMissing');
  return inMall(ctx, async (tx) => {
    const shelf = (await lockStock(tx, ctx, [variantId])).get(variantId);
    if (!shelf) throw new ExpectedError('stock.errors.unknownVariant');
    const onHand = shelf.onHand + changeQty;
    if (onHand < 0) throw new ExpectedError('stock.errors.belowZero', { onHand: shelf.onHand });
    if (onHand < shelf.allocated)
      throw new ExpectedError('stock.errors.belowAllocated', {
        onHand,
        allocated: shelf.allocated,
      });
    await tx.execute(sql`
      update stock set on_hand = ${onHand}
      where mall_id = ${ctx.mallId} and variant_id = ${variantId}`);
    await tx.execute(sql`
      insert into stock_movements (mall_id, variant_id, kind, qty, user_id, reason, at)
      values (${ctx.mallId}, ${variantId}, 'adjust', ${changeQty}, ${ctx.userId}, ${reason},
        ${ctx.now.toISOString()})`);
    const detail = { before: shelf.onHand, after: onHand, reason };
    await recordEvent(tx, ctx, {
      verb: 'adjust_stock',
      subject: 'variant',
      subjectId: variantId,
      detail,
    });
    return { onHand };
  });
}
