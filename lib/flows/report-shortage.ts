import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { pushedAmong, takeWaybills } from '@/lib/invoicing/remove';
import { hold } from '@/lib/shipments/holds/hold';
import { type LockedShipment, lockLinesOf, lockShipments, lockStock } from '@/lib/shipments/locks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { lockForRetirement } from '@/lib/shipments/parcels/retire-freed';
import { finishRun, recordDecisions, startRun, writeReasons } from '@/lib/shipments/runs/runs';
import { releaseAllocation } from '@/lib/shipments/stock';
import { shipRules } from '@/lib/shipping/reasons';

export type Shortage = {
  shipmentId: number;
  variantId: number;
  /** Pieces of the variant that are not on the shelf though they were reserved. */
  missingQty: number;
  /** Stays held until somebody lets it go; else it waits for its goods at once. */
  isHeld: boolean;
  note: string;
};

/**
 * 결품 at packing: the parcel gives back its number and its goods, the missing pieces leave the books,
 * and the parcel stands before allocation again. Units that the channel has cancelled meanwhile leave
 * with the number. All of it, or nothing.
 */
export async function reportShortage(ctx: Ctx, shortage: Shortage): Promise<{ missing: number }> {
  const { shipmentId, variantId, missingQty } = shortage;
  return inMall(ctx, async (tx) => {
    const retireFreed = await lockForRetirement(tx, ctx, [shipmentId]);
    const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
    await requirePackable(tx, ctx, shipment);
    if (missingQty < 1 || missingQty > (await piecesIn(tx, ctx, shipmentId, variantId)))
      throw new ExpectedError('ship.errors.shortageQuantity');
    const runId = await startRun(tx, ctx, 'ship', { shortage: shipmentId });
    if (shipment?.stage === 'invoiced' && shipment.waybillNo !== null)
      await takeWaybills(tx, ctx, runId, [shipmentId]);
    await releaseAllocation(tx, ctx, await lockLinesOf(tx, ctx, [shipmentId]));
    await writeOff(tx, ctx, runId, shortage);
    await refreshShipments(tx, ctx, [shipmentId]);
    await retireFreed();
    if (shortage.isHeld) await hold(tx, ctx, [shipmentId], 'short', shortage.note || undefined);
    const decision = { shipmentId, rule: shipRules.short, values: [variantId, missingQty] };
    await writeReasons(tx, ctx, runId, [decision]);
    await recordDecisions(tx, ctx, runId, [decision]);
    await finishRun(tx, ctx, runId, { short: missingQty });
    return { missing: missingQty };
  });
}

async function requirePackable(tx: Tx, ctx: Ctx, shipment: LockedShipment | undefined) {
  if (!shipment) throw new ExpectedError('errors.notFound');
  const isPacked = shipment.stage === 'allocated' || shipment.stage === 'invoiced';
  if (!isPacked || shipment.requestedExportId !== null)
    throw new ExpectedError('ship.errors.notAtPacking');
  if ((await pushedAmong(tx, ctx, [shipment.id])).size > 0)
    throw new ExpectedError('ship.errors.numberTold');
}

async function piecesIn(tx: Tx, ctx: Ctx, shipmentId: number, variantId: number): Promise<number> {
  const { pieces } = await oneRow<{ pieces: number }>(
    tx,
    sql`
    select coalesce(sum(line.allocated_qty * item.qty), 0)::int as pieces
    from shipment_lines line
    join composition_items item on item.mall_id = line.mall_id
      and item.composition_id = line.composition_id and item.variant_id = ${variantId}
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      and not variant.is_supplier_shipped
    where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId}`,
  );
  return pieces;
}

/** The parcel has just given back at least so many, so that no other one's goods are touched. */
async function writeOff(tx: Tx, ctx: Ctx, runId: number, shortage: Shortage): Promise<void> {
  const { shipmentId, variantId, missingQty, note } = shortage;
  await lockStock(tx, ctx, [variantId]);
  await tx.execute(sql`
    update stock set on_hand = on_hand - ${missingQty}
    where mall_id = ${ctx.mallId} and variant_id = ${variantId}`);
  await tx.execute(sql`
    insert into stock_movements (mall_id, variant_id, kind, qty, run_id, shipment_id, user_id, reason,
      at)
    values (${ctx.mallId}, ${variantId}, 'adjust', ${-missingQty}, ${runId}, ${shipmentId},
      ${ctx.userId}, ${note}, ${ctx.now.toISOString()})`);
}
