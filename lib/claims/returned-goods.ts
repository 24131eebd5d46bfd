import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { shownGoods } from '@/lib/shipments/lists/shown-goods';

export type ReturnedGoods = {
  compositionId: number | null;
  /** In which parcel such a unit left last. */
  shipmentId: number;
  /** What is on the shelf of one unit; nothing where the line needed no goods. */
  goods: string[];
};

/**
 * What one unit may be that comes back for a claim, the likeliest first: everything that its line was
 * sent as, an exchange for an other claim included, the latest before the others.
 */
export function returnedGoods(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  claim: { id: number; orderLineId: number },
): Promise<ReturnedGoods[]> {
  return rows<ReturnedGoods>(
    tx,
    sql`
    select composition_id as "compositionId", shipment_id as "shipmentId", goods
    from (
      select distinct on (part.composition_id) part.composition_id, part.shipment_id, part.id,
        shipment.shipped_at, ${shownGoods} as goods
      from shipment_lines part
      join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        and shipment.stage in ('shipped', 'delivered')
      where part.mall_id = ${ctx.mallId} and part.qty > 0 and part.id = any(array(
        select id from shipment_lines
        where mall_id = ${ctx.mallId} and order_line_id = ${claim.orderLineId}
        union
        select again.id from claims exchange
        join shipment_lines again on again.mall_id = exchange.mall_id
          and again.shipment_id = exchange.replacement_shipment_id
          and again.resent_line_id = exchange.order_line_id
        where exchange.mall_id = ${ctx.mallId}
          and exchange.order_line_id = ${claim.orderLineId} and exchange.id <> ${claim.id}))
      order by part.composition_id, shipment.shipped_at desc nulls last, part.id desc
    ) latest
    order by shipped_at desc nulls last, id desc`,
  );
}
