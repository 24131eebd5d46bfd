import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { variantNames } from '@/lib/shipments/lists/variant-names';

/** What people call the things that reasons name by id. */
export type Names = {
  variants: Record<number, string>;
  /** Order number of the shipment that got the stock. */
  orderNos: Record<number, string>;
};

export async function namesOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  reasons: readonly ({ values: Partial<Record<string, number>> } | null)[],
): Promise<Names> {
  const values = reasons.flatMap((reason) => (reason ? [reason.values] : []));
  return {
    variants: await variantNames(
      tx,
      ctx,
      values.flatMap(({ variant }) => variant ?? []),
    ),
    orderNos: await orderNos(
      tx,
      ctx,
      values.flatMap(({ taker, origin }) => taker ?? origin ?? []),
    ),
  };
}

/** By the base order of each shipment. */
async function orderNos(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<Record<number, string>> {
  if (shipmentIds.length === 0) return {};
  const found = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select shipment.id, orders.order_no as "orderNo"
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  return Object.fromEntries(found.map((row) => [row.id, row.orderNo]));
}
