import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { lockStates } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { shipRules } from '../reasons';

export type Delivered = { id: number; waybillNo: string; at: Date };

/**
 * The courier has handed these over: they leave the list of what is on its way. One that came back
 * meanwhile, or travels under another number now, stays as it is.
 */
export async function deliver(ctx: Ctx, delivered: readonly Delivered[]): Promise<number> {
  if (delivered.length === 0) return 0;
  return inMall(ctx, async (tx) => {
    await lockStates(
      tx,
      ctx,
      delivered.map(({ id }) => id),
    );
    const runId = await startRun(tx, ctx, 'ship', { tracked: delivered.length });
    const arrived = await rows<{ id: number; atMs: number }>(
      tx,
      sql`
      update shipments shipment
      set stage = 'delivered', why = ${shipRules.delivered}, why_values = '{}',
        delivered_at = greatest(given.at, shipment.shipped_at), last_run_id = ${runId}
      from ${unnested<Delivered>(
        {
          id: ['bigint', ({ id }) => id],
          waybill_no: ['text', ({ waybillNo }) => waybillNo],
          at: ['timestamptz', ({ at }) => at.toISOString()],
        },
        delivered,
      )}
      where shipment.mall_id = ${ctx.mallId} and shipment.id = given.id
        and shipment.stage = 'shipped' and shipment.waybill_no = given.waybill_no
      returning shipment.id,
        round(extract(epoch from shipment.delivered_at) * 1000)::float8 as "atMs"`,
    );
    await recordDecisions(
      tx,
      ctx,
      runId,
      arrived.map(({ id, atMs }) => ({
        shipmentId: id,
        rule: shipRules.delivered,
        values: [atMs],
      })),
    );
    await finishRun(tx, ctx, runId, { delivered: arrived.length });
    return arrived.length;
  });
}
