import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { releaseAllocation } from '../stock';

/**
 * A gift never travels alone: it is taken out, and its stock given back, where nothing else is left
 * to send. The caller holds the locks of the shipments.
 */
export async function dropLonelyGifts(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<void> {
  const lonely = await rows<{ id: number; allocatedQty: number }>(
    tx,
    sql`
    select gift.id, gift.allocated_qty as "allocatedQty"
    from shipment_lines gift
    join shipments shipment
      on shipment.mall_id = gift.mall_id and shipment.id = gift.shipment_id and shipment.is_open
    where gift.mall_id = ${ctx.mallId} and gift.gift_rule_id is not null
      and gift.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and not exists (
        select from shipment_lines other
        where other.mall_id = gift.mall_id and other.shipment_id = gift.shipment_id
          and other.gift_rule_id is null and other.qty > 0)
    order by gift.id for update of gift`,
  );
  if (lonely.length > 0) await dropGifts(tx, ctx, lonely);
}

/** Takes these gifts out of their shipments, which are to be refreshed then. */
export async function dropGifts(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  gifts: { id: number; allocatedQty: number }[],
): Promise<void> {
  await releaseAllocation(tx, ctx, gifts);
  await tx.execute(sql`
    delete from shipment_lines
    where mall_id = ${ctx.mallId} and gift_rule_id is not null
      and id = any(${sql.param(gifts.map((gift) => gift.id))}::bigint[])`);
}
