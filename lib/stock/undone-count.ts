import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

/** What an undo did to one variant: the units it put back, negative where it took them; null where it left it. */
export type UndoneVariant = {
  variantId: number;
  variantCode: string;
  productName: string;
  option: string;
  qty: number | null;
};

export type UndoneShipment = { id: number; orderId: number; orderNo: string; isRestored: boolean };

export type UndoneCount = { at: string; variants: UndoneVariant[]; shipments: UndoneShipment[] };

/** What the undo of a stock-take took back and what it left; null where its last run stands. */
export async function undoneCount(ctx: Ctx, countId: number): Promise<UndoneCount | null> {
  return readMall(ctx, async (tx) => {
    const [run] = await rows<Run>(
      tx,
      sql`
      select run.id, run.undone_by_run_id as "undoRunId", undo.started_at as at
      from runs run
      left join runs undo on undo.mall_id = run.mall_id and undo.id = run.undone_by_run_id
      where run.mall_id = ${ctx.mallId} and run.kind = 'count'
        and run.conditions->>'count' = ${String(countId)}
      order by run.id desc limit 1`,
    );
    if (!run?.undoRunId) return null;
    const [variants, shipments] = [
      await variantsOf(tx, ctx, countId, run),
      await shipmentsOf(tx, ctx, run),
    ];
    return { at: run.at, variants, shipments };
  });
}

type Run = { id: number; undoRunId: number | null; at: string };

function variantsOf(tx: Tx, ctx: Ctx, countId: number, run: Run): Promise<UndoneVariant[]> {
  return rows<UndoneVariant>(
    tx,
    sql`
    select variant.id as "variantId", variant.variant_code as "variantCode",
      product.name as "productName", variant.option, back.qty
    from stock_count_lines line
    join stock_movements counted on counted.mall_id = line.mall_id
      and counted.variant_id = line.variant_id and counted.run_id = ${run.id}
      and counted.kind = 'count'
    left join stock_movements back on back.mall_id = line.mall_id
      and back.variant_id = line.variant_id and back.run_id = ${run.undoRunId}
    join variants variant on variant.mall_id = line.mall_id and variant.id = line.variant_id
    join products product on product.mall_id = line.mall_id and product.id = variant.product_id
    where line.mall_id = ${ctx.mallId} and line.count_id = ${countId}
    order by back.qty is not null, product.name, variant.option`,
  );
}

function shipmentsOf(tx: Tx, ctx: Ctx, run: Run): Promise<UndoneShipment[]> {
  return rows<UndoneShipment>(
    tx,
    sql`
    select shipment.id, orders.id as "orderId", orders.order_no as "orderNo",
      exists (select from run_decisions back where back.mall_id = released.mall_id
        and back.run_id = ${run.undoRunId} and back.shipment_id = shipment.id) as "isRestored"
    from run_decisions released
    join shipments shipment
      on shipment.mall_id = released.mall_id and shipment.id = released.shipment_id
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    where released.mall_id = ${ctx.mallId} and released.run_id = ${run.id}
      and released.before is not null
    order by shipment.id`,
  );
}
