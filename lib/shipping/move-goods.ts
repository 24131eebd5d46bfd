import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/**
 * What lies in the parcels leaves the shelf, or comes back to it: on hand and allocated together.
 * One movement a run and variant stands in the ledger, the lines are its detail.
 */
export async function moveGoods(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  shipmentIds: number[],
  kind: 'ship' | 'unship',
): Promise<void> {
  const sign = sql.raw(kind === 'ship' ? '-1' : '1');
  await tx.execute(sql`
    with goods as (
      select item.variant_id, sum(line.allocated_qty * item.qty)::int * ${sign} as qty
      from shipment_lines line
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      where line.mall_id = ${ctx.mallId}
        and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
        and not variant.is_supplier_shipped
      group by item.variant_id
    ), locked as (
      select stock.variant_id, goods.qty
      from stock join goods on goods.variant_id = stock.variant_id
      where stock.mall_id = ${ctx.mallId}
      order by stock.variant_id
      for update of stock
    ), moved as (
      update stock
      set on_hand = stock.on_hand + locked.qty, allocated = stock.allocated + locked.qty
      from locked
      where stock.mall_id = ${ctx.mallId} and stock.variant_id = locked.variant_id
      returning stock.variant_id, locked.qty
    )
    insert into stock_movements (mall_id, variant_id, kind, qty, run_id, user_id, at)
    select ${ctx.mallId}, variant_id, ${kind}, qty, ${runId}, ${ctx.userId},
      ${ctx.now.toISOString()}
    from moved where qty <> 0`);
}
