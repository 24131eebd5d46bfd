import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent, recordEvents } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { takeNextRecipient } from '@/lib/shipments/address/next-recipient';
import { lockShipments } from '@/lib/shipments/locks';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';
import { type LoadSelection, selectedIds } from '../load/load-rows';

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
    const { free } = await lockToFree(tx, ctx, shipmentIds);
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
    const freed = await free(sql`requested_export_id = ${exportId}`);
    await recordEvent(tx, ctx, {
      verb: 'export.cancel',
      subject: 'export',
      subjectId: exportId,
      detail: { freed: freed.length },
    });
    return { freed: freed.length };
  });
}

/**
 * 요청취소 of some parcels alone: they are free again, whatever requests they wait for; the rest of
 * these and their files stay as they are.
 */
export async function cancelRequested(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<{ freed: number; kept: number }> {
  if (selection.box.trim() === '') throw new ExpectedError('invoice.errors.cancelRangeNeeded');
  return inMall(ctx, async (tx) => {
    const shipmentIds = await selectedIds(tx, ctx, selection);
    const { locked, free } = await lockToFree(tx, ctx, shipmentIds);
    const freed = await free(sql`requested_export_id is not null`);
    if (freed.length === 0) throw new ExpectedError('invoice.errors.nothingRequested');
    const byRequest = grouped(freed, (id) => locked.get(id)?.requestedExportId ?? null);
    for (const [request, subjectIds] of byRequest)
      await recordEvents(tx, ctx, {
        verb: 'export.cancelRow',
        subject: 'shipment',
        subjectIds,
        detail: { request },
      });
    return { freed: freed.length, kept: shipmentIds.length - freed.length };
  });
}

/** Locks parcels, and returns them with how those that wait for a number are freed; it tells which were. */
async function lockToFree(tx: Tx, ctx: Ctx, shipmentIds: number[]) {
  const retireFreed = await lockForRetirement(tx, ctx, shipmentIds);
  const locked = await lockShipments(tx, ctx, shipmentIds);
  const free = async (isWaiting: SQL): Promise<number[]> => {
    const freed = await rows<{ id: number }>(
      tx,
      sql`
      update shipments shipment set requested_export_id = null, ${takeNextRecipient},
        hold_kinds = array_remove(hold_kinds, 'relabel')
      where mall_id = ${ctx.mallId} and ${isWaiting}
        and id = any(${sql.param(shipmentIds)}::bigint[])
      returning id`,
    );
    await retireFreed();
    return freed.map(({ id }) => id);
  };
  return { locked, free };
}
