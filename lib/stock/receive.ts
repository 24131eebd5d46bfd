import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type Receipt = { variantId: number; qty: number };

/** Puts received goods on hand, one movement a variant. All of them or none. */
export async function receiveStock(
  ctx: Ctx,
  receipts: readonly Receipt[],
  reason = '',
): Promise<{ variants: number; units: number }> {
  const received = sumByVariant(receipts);
  if (received.some(({ qty }) => !Number.isSafeInteger(qty) || qty < 1))
    throw new ExpectedError('stock.errors.notPositive');
  return inMall(ctx, async (tx) => {
    const variants = await addOnHand(tx, ctx, received);
    if (variants < received.length) throw new ExpectedError('stock.errors.unknownVariant');
    await recordReceipts(tx, ctx, received, reason);
    const units = received.reduce((sum, { qty }) => sum + qty, 0);
    const detail = { variants, units, reason };
    await recordEvent(tx, ctx, {
      verb: 'receive_stock',
      subject: 'variant',
      subjectId: null,
      detail,
    });
    return { variants, units };
  });
}

/** By variant, as stock rows are always locked. */
function sumByVariant(receipts: readonly Receipt[]): Receipt[] {
  const sums = new Map<number, number>();
  for (const { variantId, qty } of receipts) sums.set(variantId, (sums.get(variantId) ?? 0) + qty);
  return [...sums]
    .map(([variantId, qty]) => ({ variantId, qty }))
    .sort((a, b) => a.variantId - b.variantId);
}

const columns = {
  variant_id: ['bigint', (receipt: Receipt) => receipt.variantId],
  qty: ['int', (receipt: Receipt) => receipt.qty],
} as const;

async function addOnHand(tx: Tx, ctx: Ctx, received: readonly Receipt[]): Promise<number> {
  const added = await rows(
    tx,
    sql`
    insert into stock (mall_id, variant_id, on_hand)
    select variant.mall_id, variant.id, given.qty
    from ${unnested<Receipt>(columns, received)}
    join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = given.variant_id
    order by variant.id
    on conflict (mall_id, variant_id) do update set on_hand = stock.on_hand + excluded.on_hand
    returning variant_id`,
  );
  return added.length;
}

async function recordReceipts(tx: Tx, ctx: Ctx, received: readonly Receipt[], reason: string) {
  await tx.execute(sql`
    insert into stock_movements (mall_id, variant_id, kind, qty, user_id, reason, at)
    select ${ctx.mallId}::bigint, given.variant_id, 'receive', given.qty, ${ctx.userId}::bigint,
      ${reason}, ${ctx.now.toISOString()}::timestamptz
    from ${unnested<Receipt>(columns, received)}`);
}
