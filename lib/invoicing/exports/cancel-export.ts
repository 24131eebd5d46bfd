import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';

/**
 * 요청취소: the shipments that still wait for this request's numbers are free again, and its file can
 * no longer be fetched. What the courier's program was told stays known: it may print it still.
 */
export async function cancelExport(ctx: Ctx, exportId: number): Promise<{ freed: number }> {
  return inMall(ctx, async (tx) => {
    const asked = await rows<{ id: number }>(
      tx,
      sql`
      select shipment_id as id from export_rows
      where mall_id = ${ctx.mallId} and export_id = ${exportId}`,
    );
    const shipmentIds = asked.map((row) => row.id);
    const retireFreed = await lockForRetirement(tx, ctx, shipmentIds);
    await lockShipments(tx, ctx, shipmentIds);
    const cancelled = await rows(
      tx,
      sql`
      update exports
      set state = 'cancelled', cancelled_at = ${ctx.now.toISOString()}, password_ciphertext = null,
        leased_until = null
      where mall_id = ${ctx.mallId} and id = ${exportId} and state <> 'cancelled'
      returning id`,
    );
    if (cancelled.length === 0) throw new ExpectedError('errors.notFound');
    const freed = await rows(
      tx,
      sql`
      update shipments set requested_export_id = null,
        hold_kinds = array_remove(hold_kinds, 'relabel')
      where mall_id = ${ctx.mallId} and requested_export_id = ${exportId}
        and id = any(${sql.param(shipmentIds)}::bigint[])
      returning id`,
    );
    await retireFreed();
    await recordEvent(tx, ctx, {
      verb: 'export.cancel',
      subject: 'export',
      subjectId: exportId,
      detail: { freed: freed.length },
    });
    return { freed: freed.length };
  });
}
