import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { expectedQty, mayComeIn } from '@/lib/shipments/claims/claim-decisions';
import { lockClaim, settle } from '@/lib/shipments/claims/decide-claim';
import { lockStock } from '@/lib/shipments/locks';
import { type ReturnedGoods, returnedGoods } from './returned-goods';

export type Receipt = {
  claimId: number;
  goodQty: number;
  defectiveQty: number;
  note: string;
  /** Which of the goods that may come back these are. */
  compositionId?: number;
};

/**
 * 입고: what came back of a return or an exchange. Good units go back on the shelf; defective ones
 * come in and are written off at once, so that the ledger tells of both. What a supplier ships comes
 * back to nobody's shelf, nor does what needed no goods: it is only counted.
 */
export async function receiveGoods(
  ctx: Ctx,
  receipt: Receipt,
): Promise<{ good: number; defective: number }> {
  const { claimId, goodQty, defectiveQty } = receipt;
  return inMall(ctx, async (tx) => {
    const claim = await lockClaim(tx, ctx, claimId);
    if (!mayComeIn(claim)) throw new ExpectedError('claims.errors.notExpected');
    const total = claim.goodQty + claim.defectiveQty + goodQty + defectiveQty;
    const expected = expectedQty(claim);
    if (goodQty + defectiveQty < 1 || total > expected)
      throw new ExpectedError('claims.errors.receivedQuantity', { qty: expected });
    const goods = await cameBack(tx, ctx, claim, receipt);
    await shelve(tx, ctx, goods, receipt);
    await tx.execute(sql`
      update claims set good_qty = good_qty + ${goodQty}, defective_qty = defective_qty + ${defectiveQty},
        received_at = ${ctx.now.toISOString()}
      where mall_id = ${ctx.mallId} and id = ${claimId}`);
    const isSettled = claim.state === 'done' && claim.isDecided;
    if (total === claim.qty && !isSettled) await settle(tx, ctx, claim, 'done', 'complete');
    await recordEvent(tx, ctx, {
      verb: 'claim.receive',
      subject: 'claim',
      subjectId: claimId,
      detail: { good: goodQty, defective: defectiveQty, shipment: goods.shipmentId },
    });
    return { good: goodQty, defective: defectiveQty };
  });
}

async function shelve(
  tx: Tx,
  ctx: Ctx,
  { compositionId, shipmentId }: ReturnedGoods,
  { goodQty, defectiveQty, note }: Receipt,
): Promise<void> {
  const goods = await rows<{ variantId: number; qty: number }>(
    tx,
    sql`
    select item.variant_id as "variantId", item.qty
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      and not variant.is_supplier_shipped
    where item.mall_id = ${ctx.mallId} and item.composition_id = ${compositionId}
    order by item.variant_id`,
  );
  if (goods.length === 0) return;
  const ids = goods.map((item) => item.variantId);
  await lockStock(tx, ctx, ids);
  const given = sql`unnest(${sql.param(ids)}::bigint[],
    ${sql.param(goods.map((item) => item.qty))}::int[]) as item (variant_id, qty)`;
  await tx.execute(sql`
    update stock set on_hand = stock.on_hand + item.qty * ${goodQty}
    from ${given}
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = item.variant_id`);
  await tx.execute(sql`
    insert into stock_movements (mall_id, variant_id, kind, qty, shipment_id, user_id, reason, at)
    select ${ctx.mallId}, item.variant_id, movement.kind, item.qty * movement.qty,
      ${shipmentId}, ${ctx.userId}, ${note}, ${ctx.now.toISOString()}
    from ${given}
    cross join (values ('return', ${goodQty + defectiveQty}::int), ('adjust', ${-defectiveQty}::int))
      as movement (kind, qty)
    join stock on stock.mall_id = ${ctx.mallId} and stock.variant_id = item.variant_id
    where movement.qty <> 0`);
}

/** As the receipt says it, else the likeliest. */
async function cameBack(
  tx: Tx,
  ctx: Ctx,
  claim: { id: number; orderLineId: number },
  { compositionId }: Receipt,
): Promise<ReturnedGoods> {
  const possible = await returnedGoods(tx, ctx, claim);
  const meant = possible.find(
    (goods) => compositionId === undefined || goods.compositionId === compositionId,
  );
  if (!meant) throw new ExpectedError('claims.errors.neverSent');
  return meant;
}
