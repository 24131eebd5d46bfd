import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { ChangedMeanwhile, type Ctx } from '@/lib/context';
import { type LockedLine, type LockedShipment, lockLinesOf, lockShipments } from '../locks';
import { homesOf, settleStrays } from './homes';

/** The shipments in which order lines stand now, locked, with all that is in them. */
export type Parcels = { shipments: Map<number, LockedShipment>; parts: LockedLine[] };

const MAX_LOOKS = 5;

/** Those in which these order lines stand; the ones given beside are locked with them. */
export async function lockParcelsOf(
  tx: Tx,
  ctx: Ctx,
  orderLineIds: number[],
  beside: readonly number[] = [],
): Promise<Parcels> {
  const find = () => shipmentIdsOf(tx, ctx, orderLineIds);
  const shipments = await lockWithHomes(tx, ctx, find, beside);
  const ids = [...shipments.keys()];
  await settleStrays(tx, ctx, ids);
  return { shipments, parts: await lockLinesOf(tx, ctx, ids) };
}

/**
 * Finds shipments unlocked, locks them with the homes of their lines and those given beside, in order,
 * and looks again: a line may have moved meanwhile. Then what was locked is let go, or the next ones
 * would be locked out of order. Returns those that were found.
 */
export async function lockWithHomes(
  tx: Tx,
  ctx: Ctx,
  find: () => Promise<readonly number[]>,
  beside: readonly number[] = [],
): Promise<Map<number, LockedShipment>> {
  let ids = [...(await find()), ...beside];
  for (let look = 0; look < MAX_LOOKS; look++) {
    await tx.execute(sql`savepoint look`);
    const asked = new Set([...ids, ...(await homesOf(tx, ctx, ids))]);
    const locked = await lockShipments(tx, ctx, [...asked]);
    const found = await find();
    ids = [...found, ...beside];
    if ([...ids, ...(await homesOf(tx, ctx, ids))].every((id) => asked.has(id))) {
      await tx.execute(sql`release savepoint look`);
      const wanted = new Set(found);
      return new Map([...locked].filter(([id]) => wanted.has(id)));
    }
    await tx.execute(sql`rollback to savepoint look`);
  }
  throw new ChangedMeanwhile('The lines kept moving between shipments.');
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
