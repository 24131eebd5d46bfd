import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { inPeriod, matching, type Where } from './conditions';

/** Whether a free parcel waits that could go whole now, because all that it still wants is there. */
export async function waitsWithGoods(ctx: Ctx, where: Where): Promise<boolean> {
  const [found] = await readMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'ready'
        and shipment.wanted_qty > shipment.allocated_qty and shipment.hold_kinds = '{}'
        and not shipment.is_unacknowledged and not shipment.is_market_shipped
        and not shipment.is_history and shipment.requested_export_id is null
        and ${inPeriod(where)} ${matching(where)}
        and not exists (
          select from shipment_lines line
          join composition_items item
            on item.mall_id = line.mall_id and item.composition_id = line.composition_id
          join variants variant
            on variant.mall_id = item.mall_id and variant.id = item.variant_id
            and not variant.is_supplier_shipped
          left join stock
            on stock.mall_id = item.mall_id and stock.variant_id = item.variant_id
          where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
            and line.gift_rule_id is null
          group by item.variant_id
          having sum((line.qty - line.allocated_qty) * item.qty)
            > coalesce(max(stock.on_hand - stock.allocated), 0))
      limit 1`,
    ),
  );
  return found !== undefined;
}
