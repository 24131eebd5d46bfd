import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockStock } from '@/lib/shipments/locks';

/**
 * Whether the supplier ships decides how reserved units are counted, so nothing may be reserved
 * while that changes. Locks the stock of these variants.
 */
export async function requireNothingAllocated(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: number[],
): Promise<void> {
  await lockStock(
    tx,
    ctx,
    [...variantIds].sort((a, b) => a - b),
  );
  const held = await tx.execute(sql`
    select from composition_items item
    join shipment_lines line
      on line.mall_id = item.mall_id and line.composition_id = item.composition_id
    join shipments shipment
      on shipment.mall_id = line.mall_id and shipment.id = line.shipment_id
    where item.mall_id = ${ctx.mallId} and item.variant_id = any(${sql.param(variantIds)}::bigint[])
      and line.allocated_qty > 0
      and shipment.is_open
    limit 1`);
  if (held.length > 0) throw new ExpectedError('products.errors.allocated');
}
