import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { moveGoods } from './move-goods';
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
    await moveGoods(tx, ctx, runId, back, 'unship');
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
