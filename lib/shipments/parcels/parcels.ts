import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type LockedLine, type LockedShipment, lockLinesOf, lockShipments } from '../locks';
import { homesOf, settleStrays } from './homes';

/** The shipments in which order lines stand now, locked, with all that is in them. */
export type Parcels = { shipments: Map<number, LockedShipment>; parts: LockedLine[] };

const MAX_LOOKS = 5;

/**
 * Finds them unlocked, locks them with the homes of their lines and those given beside, in order, and
 * looks again: a line may have moved meanwhile. Then what was locked is let go, or the next ones would
 * be locked out of order.
 */
export async function lockParcelsOf(
  tx: Tx,
  ctx: Ctx,
  orderLineIds: number[],
  beside: readonly number[] = [],
): Promise<Parcels> {
  let ids = await shipmentIdsOf(tx, ctx, orderLineIds);
  for (let look = 0; look < MAX_LOOKS; look++) {
    await tx.execute(sql`savepoint look`);
    const homes = await homesOf(tx, ctx, ids);
    const locked = await lockShipments(tx, ctx, [...new Set([...ids, ...homes, ...beside])]);
    const found = await shipmentIdsOf(tx, ctx, orderLineIds);
    const homesNow = await homesOf(tx, ctx, found);
    if ([...found, ...homesNow].every((id) => locked.has(id))) {
      await tx.execute(sql`release savepoint look`);
      return parcelsOf(tx, ctx, found, locked);
    }
    await tx.execute(sql`rollback to savepoint look`);
    ids = found;
  }
  throw new Error('The lines kept moving between shipments.');
}

async function parcelsOf(
  tx: Tx,
  ctx: Ctx,
  ids: number[],
  locked: ReadonlyMap<number, LockedShipment>,
): Promise<Parcels> {
  await settleStrays(tx, ctx, ids);
  const shipments = new Map([...locked].filter(([id]) => ids.includes(id)));
  return { shipments, parts: await lockLinesOf(tx, ctx, ids) };
}

/** The order lines of which something lies in these parcels. */
export async function lineIdsIn(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct order_line_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param([...shipmentIds])}::bigint[])
      and order_line_id is not null
    order by 1`,
  );
  return found.map((line) => line.id);
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
