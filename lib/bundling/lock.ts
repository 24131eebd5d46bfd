import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';

/** 합포금지: keeps shipments out of every bundle, or lets them in again. */
export async function lockBundling(
  ctx: Ctx,
  shipmentIds: number[],
  isLocked: boolean,
): Promise<{ changed: number }> {
  return inMall(ctx, async (tx) => {
    await lockShipments(tx, ctx, shipmentIds);
    const changed = await setBundleLock(tx, ctx, shipmentIds, isLocked);
    if (changed.length === 0) throw new ExpectedError('bundle.errors.changed');
    const event = {
      verb: isLocked ? 'lockBundling' : 'allowBundling',
      subject: 'shipment' as const,
    };
    const subjectId = changed.length === 1 ? (changed[0] ?? null) : null;
    await recordEvent(tx, ctx, { ...event, subjectId, detail: { shipmentIds: changed } });
    return { changed: changed.length };
  });
}

/**
 * The caller holds the locks. What is sent once more stays alone: it is cancelled as a whole. Returns
 * those that were not so already.
 */
export async function setBundleLock(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  isLocked: boolean,
): Promise<number[]> {
  const changed = await rows<{ id: number }>(
    tx,
    sql`
    update shipments set is_bundle_locked = ${isLocked}, is_locked_by_method = false
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and is_open and is_bundle_locked <> ${isLocked}
      and (${isLocked} or resends_shipment_id is null)
    returning id`,
  );
  return changed.map((shipment) => shipment.id);
}
