import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { invoiceRules } from './reasons';

/**
 * Takes the numbers of shipments that have not left: back to allocated. A number of a range is
 * retired for ever, a typed or imported one is free again.
 */
export async function removeWaybills(
  ctx: Ctx,
  shipmentIds: number[],
): Promise<{ runId: number; removed: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const found = await lockShipments(tx, ctx, shipmentIds);
    const removable = shipmentIds.filter((id) => found.get(id)?.stage === 'invoiced');
    const runId = await startRun(tx, ctx, 'invoice', { removes: removable.length });
    await takeWaybills(tx, ctx, runId, removable);
    await recordDecisions(
      tx,
      ctx,
      runId,
      removable.map((shipmentId) => ({ shipmentId, rule: invoiceRules.removed, values: [] })),
    );
    const counts = { removed: removable.length, kept: shipmentIds.length - removable.length };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

/** Of locked, invoiced shipments: retires or frees their numbers and puts them back to allocated. */
export async function takeWaybills(tx: Tx, ctx: Ctx, runId: number, shipmentIds: number[]) {
  if (shipmentIds.length === 0) return;
  const ids = sql`any(${sql.param(shipmentIds)}::bigint[])`;
  await rows(
    tx,
    sql`
    update waybills set state = 'retired'
    where mall_id = ${ctx.mallId} and shipment_id = ${ids} and state = 'issued'
      and source in ('range', 'api')`,
  );
  await tx.execute(sql`
    delete from waybills
    where mall_id = ${ctx.mallId} and shipment_id = ${ids} and state = 'issued'
      and source in ('typed', 'sheet')`);
  await tx.execute(sql`
    update shipments
    set stage = 'allocated', waybill_no = null, printed_count = 0, why = ${invoiceRules.removed},
      why_values = '{}', last_run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = ${ids}`);
}
