import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { shipRules } from './reasons';

export const shipMethods = ['parcel', 'direct', 'quick', 'pickup', 'none'] as const;
export type ShipMethod = (typeof shipMethods)[number];

/**
 * Says how allocated shipments without a number travel: 직접전달 · 퀵 · 방문수령 · 배송없음 leave without
 * a waybill, 택배 waits for one. Alone: who goes another way is bundled with nobody, and as 택배 again
 * only where a person had not locked it before.
 */
export async function setShipMethod(
  ctx: Ctx,
  shipmentIds: number[],
  method: ShipMethod,
): Promise<{ changed: number; kept: number }> {
  return inMall(ctx, async (tx) => {
    const found = await lockShipments(tx, ctx, shipmentIds);
    const ids = [...found.values()]
      .filter(({ stage, requestedExportId, waybillNo }) => {
        return stage === 'allocated' && requestedExportId === null && waybillNo === null;
      })
      .map(({ id }) => id);
    if (ids.length === 0) throw new ExpectedError('ship.errors.noMethodPossible');
    const runId = await startRun(tx, ctx, 'ship', { method });
    await rows(
      tx,
      sql`
      update shipments
      set ship_method = ${method}, is_method_chosen = ${method !== 'parcel'},
        is_bundle_locked = ${method !== 'parcel'} or (is_bundle_locked and not is_locked_by_method),
        is_locked_by_method = ${method !== 'parcel'} and (is_locked_by_method or not is_bundle_locked),
        why = ${shipRules.methodChosen},
        why_values = '{}', last_run_id = ${runId}
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
    );
    const decision = { rule: shipRules.methodChosen, values: [shipMethods.indexOf(method)] };
    await recordDecisions(
      tx,
      ctx,
      runId,
      ids.map((shipmentId) => ({ shipmentId, ...decision })),
    );
    const kept = new Set(shipmentIds).size - ids.length;
    await finishRun(tx, ctx, runId, { methodChosen: ids.length, kept });
    return { changed: ids.length, kept };
  });
}
