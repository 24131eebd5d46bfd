import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type LockedLine, type LockedShipment, lockLinesOf, lockShipments } from './locks';

/** The shipments in which order lines stand now, locked, with all that is in them. */
export type Parcels = { shipments: Map<number, LockedShipment>; parts: LockedLine[] };

const MAX_LOOKS = 5;

/** Finds them unlocked, locks them in order, and looks again: a line may have moved meanwhile. */
export async function lockParcelsOf(tx: Tx, ctx: Ctx, orderLineIds: number[]): Promise<Parcels> {
  let ids = await shipmentIdsOf(tx, ctx, orderLineIds);
  for (let look = 0; look < MAX_LOOKS; look++) {
    const shipments = await lockShipments(tx, ctx, ids);
    const found = await shipmentIdsOf(tx, ctx, orderLineIds);
    if (found.every((id) => shipments.has(id)))
      return { shipments, parts: await lockLinesOf(tx, ctx, [...shipments.keys()]) };
    ids = found;
  }
  throw new Error('The lines kept moving between shipments.');
}

/** Not left yet: what a claim, a cancel or a new address can still reach. */
export function isOpen(shipment: Pick<LockedShipment, 'stage'>): boolean {
  return ['unmatched', 'ready', 'allocated', 'invoiced'].includes(shipment.stage);
}

/** Its label is printed or its row is with the courier's program: only a person may change it. */
export function isCommitted(
  shipment: Pick<LockedShipment, 'stage' | 'requestedExportId'>,
): boolean {
  return shipment.stage === 'invoiced' || shipment.requestedExportId !== null;
}

async function shipmentIdsOf(tx: Tx, ctx: Ctx, orderLineIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and order_line_id = any(${sql.param(orderLineIds)}::bigint[])
    order by 1`,
  );
  return found.map((shipment) => shipment.id);
}
