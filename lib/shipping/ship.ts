import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { planShipping, type ShipDecision } from './plan';
import { queuePushes } from './queue-pushes';
import { shipRules } from './reasons';

export type ShipResult = { runId: number; shipped: number; refused: ShipDecision[] };

/**
 * The parcels leave: stage, stock on hand and allocated, the ledger and the push of every channel
 * unit inside, in one transaction. Each shipment asked for has its own outcome.
 */
export async function shipShipments(ctx: Ctx, shipmentIds: number[]): Promise<ShipResult> {
  return inMall(ctx, async (tx) => {
    const found = await lockShipments(tx, ctx, shipmentIds);
    const runId = await startRun(tx, ctx, 'ship', { asked: shipmentIds.length });
    const { shippedIds, decisions } = planShipping(shipmentIds, found);
    const refused = decisions.filter((decision) => decision.rule !== shipRules.shipped);
    await takeFromStock(tx, ctx, runId, shippedIds);
    await markShipped(tx, ctx, runId, shippedIds);
    const pushes = await queuePushes(tx, ctx, runId, shippedIds);
    await recordDecisions(tx, ctx, runId, decisions);
    const counts = { shipped: shippedIds.length, refused: refused.length, pushes };
    await finishRun(tx, ctx, runId, counts);
    return { runId, shipped: shippedIds.length, refused };
  });
}

/** What lies in the parcels leaves the shelf: one movement a run and variant, the lines are the detail. */
async function takeFromStock(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await tx.execute(sql`
    with taken as (
      select item.variant_id, sum(line.allocated_qty * item.qty)::int as qty
      from shipment_lines line
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      where line.mall_id = ${ctx.mallId}
        and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
        and not variant.is_supplier_shipped
      group by item.variant_id
    ), locked as (
      select stock.variant_id, taken.qty
      from stock join taken on taken.variant_id = stock.variant_id
      where stock.mall_id = ${ctx.mallId}
      order by stock.variant_id
      for update of stock
    ), moved as (
      update stock
      set on_hand = stock.on_hand - locked.qty, allocated = stock.allocated - locked.qty
      from locked
      where stock.mall_id = ${ctx.mallId} and stock.variant_id = locked.variant_id
      returning stock.variant_id, locked.qty
    )
    insert into stock_movements (mall_id, variant_id, kind, qty, run_id, user_id, at)
    select ${ctx.mallId}, variant_id, 'ship', -qty, ${runId}, ${ctx.userId},
      ${ctx.now.toISOString()}
    from moved where qty <> 0`);
}

async function markShipped(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await rows(
    tx,
    sql`
    update shipments
    set stage = 'shipped', shipped_at = ${ctx.now.toISOString()}, why = ${shipRules.shipped},
      why_values = '{}', last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
}
