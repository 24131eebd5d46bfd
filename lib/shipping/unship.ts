import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { shipRules } from './reasons';

/**
 * 배송취소: the parcels are back on the table, invoiced. Stock rises again, pushes that have not been
 * sent are withdrawn; those the marketplace has taken stay and show as a mismatch.
 */
export async function unshipShipments(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ runId: number; unshipped: number; kept: number; sent: number }> {
  return inMall(ctx, async (tx) => {
    const found = await lockShipments(tx, ctx, shipmentIds);
    const back = [...found.values()]
      .filter((shipment) => shipment.stage === 'shipped' && shipment.waybillNo !== null)
      .map((shipment) => shipment.id);
    const runId = await startRun(tx, ctx, 'ship', { unships: back.length });
    await putOnShelf(tx, ctx, runId, back);
    await rows(
      tx,
      sql`
      update shipments
      set stage = 'invoiced', shipped_at = null, why = ${shipRules.unshipped}, why_values = '{}',
        last_run_id = ${runId}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(back)}::bigint[])`,
    );
    const sent = await withdrawPushes(tx, ctx, back);
    await recordDecisions(
      tx,
      ctx,
      runId,
      back.map((shipmentId) => ({ shipmentId, rule: shipRules.unshipped, values: [] })),
    );
    const counts = { unshipped: back.length, kept: shipmentIds.length - back.length, sent };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** Mirrors what shipping took: on hand and allocated both rise, one movement a run and variant. */
async function putOnShelf(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  await tx.execute(sql`
    with returned as (
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
      select stock.variant_id, returned.qty
      from stock join returned on returned.variant_id = stock.variant_id
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
    select ${ctx.mallId}, variant_id, 'unship', qty, ${runId}, ${ctx.userId},
      ${ctx.now.toISOString()}
    from moved where qty <> 0`);
}

/** Returns how many units the marketplace has already taken. */
async function withdrawPushes(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number> {
  const { sent } = await oneRow<{ sent: number }>(
    tx,
    sql`
    with locked as (
      select id, state from pushes
      where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
        and state <> 'withdrawn'
      order by id for update
    ), withdrawn as (
      update pushes push set state = 'withdrawn'
      from locked
      where push.mall_id = ${ctx.mallId} and push.id = locked.id
        and locked.state not in ('done', 'sending', 'unknown')
    )
    select count(*) filter (where state in ('done', 'sending', 'unknown'))::int as sent from locked`,
  );
  return sent;
}
