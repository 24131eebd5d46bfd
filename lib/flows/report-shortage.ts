import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
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

export type MissingPieces = { variantId: number; qty: number };

export type Shortage = {
  shipmentId: number;
  /** Pieces of each variant, once, that are not on the shelf though they were reserved. */
  missing: MissingPieces[];
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
  const { shipmentId, missing } = shortage;
  return inMall(ctx, async (tx) => {
    const retireFreed = await lockForRetirement(tx, ctx, [shipmentId]);
    const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
    await requirePackable(tx, ctx, shipment);
    await requirePieces(tx, ctx, shortage);
    const runId = await startRun(tx, ctx, 'ship', { shortage: shipmentId });
    if (shipment?.stage === 'invoiced' && shipment.waybillNo !== null)
      await takeWaybills(tx, ctx, runId, [shipmentId]);
    await releaseAllocation(tx, ctx, await lockLinesOf(tx, ctx, [shipmentId]));
    await writeOff(tx, ctx, runId, shortage);
    await refreshShipments(tx, ctx, [shipmentId]);
    await retireFreed();
    if (shortage.isHeld) await hold(tx, ctx, [shipmentId], 'short', shortage.note || undefined);
    const values = missing.flatMap(({ variantId, qty }) => [variantId, qty]);
    const decision = { shipmentId, rule: shipRules.short, values };
    await writeReasons(tx, ctx, runId, [decision]);
    await recordDecisions(tx, ctx, runId, [decision]);
    await finishRun(tx, ctx, runId, { short: piecesOf(missing) });
    return { missing: piecesOf(missing) };
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

async function requirePieces(tx: Tx, ctx: Ctx, { shipmentId, missing }: Shortage): Promise<void> {
  const { found } = await oneRow<{ found: number }>(
    tx,
    sql`
    select count(*)::int as found
    from ${unnested(missingColumns, missing)}
    cross join lateral (
      select coalesce(sum(line.allocated_qty * item.qty), 0) as pieces
      from shipment_lines line
      join composition_items item on item.mall_id = line.mall_id
        and item.composition_id = line.composition_id and item.variant_id = given.variant_id
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
        and not variant.is_supplier_shipped
      where line.mall_id = ${ctx.mallId} and line.shipment_id = ${shipmentId}
    ) reserved
    where given.qty between 1 and reserved.pieces`,
  );
  const isEachOnce = new Set(missing.map(({ variantId }) => variantId)).size === missing.length;
  if (missing.length === 0 || !isEachOnce || found < missing.length)
    throw new ExpectedError('ship.errors.shortageQuantity');
}

/** The parcel has just given back at least so many, so that no other one's goods are touched. */
async function writeOff(tx: Tx, ctx: Ctx, runId: number, shortage: Shortage): Promise<void> {
  const { shipmentId, missing, note } = shortage;
  await lockStock(
    tx,
    ctx,
    missing.map(({ variantId }) => variantId),
  );
  await tx.execute(sql`
    update stock set on_hand = on_hand - given.qty
    from ${unnested(missingColumns, missing)}
    where stock.mall_id = ${ctx.mallId} and stock.variant_id = given.variant_id`);
  await tx.execute(sql`
    insert into stock_movements (mall_id, variant_id, kind, qty, run_id, shipment_id, user_id, reason,
      at)
    select ${ctx.mallId}, given.variant_id, 'adjust', -given.qty, ${runId}, ${shipmentId},
      ${ctx.userId}, ${note}, ${ctx.now.toISOString()}
    from ${unnested(missingColumns, missing)}`);
}

const missingColumns: Columns<MissingPieces> = {
  variant_id: ['bigint', ({ variantId }) => variantId],
  qty: ['int', ({ qty }) => qty],
};

const piecesOf = (missing: MissingPieces[]) => missing.reduce((sum, { qty }) => sum + qty, 0);
