import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

export type AllocationChange = { lineId: number; allocatedQty: number };

/**
 * Sets how many units of each line are reserved, and moves the stock by the difference.
 * The caller holds the locks of shipments and lines; the stock rows are locked here, by variant.
 * Taking more than is available breaks the CHECK: whoever takes plans on locked stock first.
 */
export async function setAllocation(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  changes: AllocationChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const change = sql`unnest(
    ${sql.param(changes.map((row) => row.lineId))}::bigint[],
    ${sql.param(changes.map((row) => row.allocatedQty))}::int[]) as change (line_id, allocated_qty)`;
  await tx.execute(sql`
    with delta as (
      select item.variant_id, sum((change.allocated_qty - line.allocated_qty) * item.qty)::int as qty
      from ${change}
      join shipment_lines line on line.mall_id = ${ctx.mallId} and line.id = change.line_id
      join composition_items item
        on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
      join variants variant on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
      where not variant.is_supplier_shipped
      group by item.variant_id
      having sum((change.allocated_qty - line.allocated_qty) * item.qty) <> 0
    ), locked as (
      select stock.variant_id, delta.qty
      from stock join delta on delta.variant_id = stock.variant_id
      where stock.mall_id = ${ctx.mallId}
      order by stock.variant_id
      for update of stock
    )
    update stock set allocated = stock.allocated + locked.qty
    from locked
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = locked.variant_id`);
  await tx.execute(sql`
    update shipment_lines line set allocated_qty = change.allocated_qty
    from ${change}
    where line.mall_id = ${ctx.mallId} and line.id = change.line_id
      and line.allocated_qty <> change.allocated_qty`);
}

/** Gives back all that these locked shipments hold. Mirrors setAllocation. */
export async function releaseAllocation(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  lines: { id: number; allocatedQty: number }[],
): Promise<void> {
  await setAllocation(
    tx,
    ctx,
    lines
      .filter((line) => line.allocatedQty > 0)
      .map((line) => ({ lineId: line.id, allocatedQty: 0 })),
  );
}
