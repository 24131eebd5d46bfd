import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import type { CompositionItem } from '@/lib/shipments/fingerprint';
import { lockStock } from '@/lib/shipments/locks';
import { setAllocation } from '@/lib/shipments/stock';
import type { LineBefore } from './rematch-plan';
import { planReserve } from './undo-plan';

type Item = CompositionItem & { compositionId: number; isSupplierShipped: boolean };

/** Gives lines that mean again what they meant the stock that they held, as far as it is there. */
export async function reserveAgain(tx: Tx, ctx: Ctx, before: readonly LineBefore[]) {
  const holding = before.filter((line) => line.allocatedQty > 0);
  if (holding.length === 0) return;
  const items = await itemsOf(tx, ctx, [
    ...new Set(holding.flatMap((line) => line.compositionId ?? [])),
  ]);
  const stock = await lockStock(tx, ctx, [...new Set(items.map((item) => item.variantId))]);
  const available = new Map(
    items.map(({ variantId, isSupplierShipped }) => {
      const shelf = stock.get(variantId);
      const free = shelf ? shelf.onHand - shelf.allocated : 0;
      return [variantId, isSupplierShipped ? Number.POSITIVE_INFINITY : free];
    }),
  );
  await setAllocation(
    tx,
    ctx,
    planReserve(
      holding,
      grouped(items, (item) => item.compositionId),
      available,
    ),
  );
}

async function itemsOf(tx: Tx, ctx: Ctx, compositionIds: number[]): Promise<Item[]> {
  return rows<Item>(
    tx,
    sql`
    select item.composition_id as "compositionId", item.variant_id as "variantId", item.qty,
      variant.is_supplier_shipped as "isSupplierShipped"
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    where item.mall_id = ${ctx.mallId}
      and item.composition_id = any(${sql.param(compositionIds)}::bigint[])
    order by item.composition_id, item.variant_id`,
  );
}
