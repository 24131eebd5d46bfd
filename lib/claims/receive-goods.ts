import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { mayComeIn } from '@/lib/shipments/claims/claim-decisions';
import { lockClaim, settle } from '@/lib/shipments/claims/decide-claim';
import { lockStock } from '@/lib/shipments/locks';

export type Receipt = { claimId: number; goodQty: number; defectiveQty: number; note: string };

/**
 * 입고: what came back of a return or an exchange. Good units go back on the shelf; defective ones
 * come in and are written off at once, so that the ledger tells of both. What a supplier ships comes
 * back to nobody's shelf, nor does what needed no goods: it is only counted.
 */
export async function receiveGoods(
  ctx: Ctx,
  { claimId, goodQty, defectiveQty, note }: Receipt,
): Promise<{ good: number; defective: number }> {
  return inMall(ctx, async (tx) => {
    const claim = await lockClaim(tx, ctx, claimId);
    if (!mayComeIn(claim)) throw new ExpectedError('claims.errors.notExpected');
    const total = claim.goodQty + claim.defectiveQty + goodQty + defectiveQty;
    if (goodQty + defectiveQty < 1 || total > claim.qty)
      throw new ExpectedError('claims.errors.receivedQuantity', { qty: claim.qty });
    const shipmentId = await shelve(tx, ctx, claim.orderLineId, { goodQty, defectiveQty, note });
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
      detail: { good: goodQty, defective: defectiveQty, shipment: shipmentId },
    });
    return { good: goodQty, defective: defectiveQty };
  });
}

type Goods = { variantId: number; qty: number; isSupplierShipped: boolean };

/** Without a variant where the line needed no goods. */
type SentItem = (Goods | { variantId: null }) & { shipmentId: number };

async function shelve(
  tx: Tx,
  ctx: Ctx,
  orderLineId: number,
  { goodQty, defectiveQty, note }: Omit<Receipt, 'claimId'>,
): Promise<number> {
  const sent = await sentGoods(tx, ctx, orderLineId);
  const [first] = sent;
  if (!first) throw new ExpectedError('claims.errors.neverSent');
  const goods = sent.flatMap((item) =>
    item.variantId === null || item.isSupplierShipped ? [] : item,
  );
  if (goods.length === 0) return first.shipmentId;
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
      ${first.shipmentId}, ${ctx.userId}, ${note}, ${ctx.now.toISOString()}
    from ${given}
    cross join (values ('return', ${goodQty + defectiveQty}::int), ('adjust', ${-defectiveQty}::int))
      as movement (kind, qty)
    join stock on stock.mall_id = ${ctx.mallId} and stock.variant_id = item.variant_id
    where movement.qty <> 0`);
  return first.shipmentId;
}

/** What one unit of the line consisted of when it left last. */
function sentGoods(tx: Tx, ctx: Ctx, orderLineId: number): Promise<SentItem[]> {
  return rows<SentItem>(
    tx,
    sql`
    select item.variant_id as "variantId", item.qty,
      variant.is_supplier_shipped as "isSupplierShipped", part.shipment_id as "shipmentId"
    from (
      select part.composition_id, part.shipment_id
      from shipment_lines part
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        and shipment.stage in ('shipped', 'delivered')
      where part.mall_id = ${ctx.mallId} and part.order_line_id = ${orderLineId} and part.qty > 0
      order by shipment.shipped_at desc, part.id desc limit 1
    ) part
    left join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = part.composition_id
    left join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    order by item.variant_id`,
  );
}
