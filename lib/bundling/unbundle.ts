import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { type LockedLine, type LockedShipment, lockLinesOf } from '@/lib/shipments/locks';
import { settleStrays } from '@/lib/shipments/parcels/homes';
import { giveBack } from '@/lib/shipments/parcels/move';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { rebase } from '@/lib/shipments/parcels/rebase';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { setBundleLock } from './lock';
import { recordParting } from './rejoin';

export type Unbundling = {
  shipmentId: number;
  /** Takes only this order out; without it the whole bundle comes apart. */
  orderId?: number;
  /** Locks what comes out, so that the next run leaves it out. */
  keepApart?: boolean;
};

/** Takes a bundle apart again, before it has a waybill. What was reserved stays with its lines. */
export async function unbundle(ctx: Ctx, given: Unbundling): Promise<{ released: number }> {
  return inMall(ctx, async (tx) => {
    const { bundle, lines } = await lockBundle(tx, ctx, given.shipmentId);
    const leaving = await linesToGiveBack(tx, ctx, given, lines);
    const runId = await startRun(tx, ctx, 'bundle', { unbundled: bundle.id });
    const touched = await giveBack(tx, ctx, leaving, runId);
    await rebase(tx, ctx, [bundle.id]);
    await partUnfit(tx, ctx, touched, async () => runId);
    const locked = given.keepApart
      ? await setBundleLock(tx, ctx, outOfBundle(given, lines, touched), true)
      : [];
    const released = touched.filter((id) => id !== bundle.id);
    await recordParting(tx, ctx, runId, { bundle, locked, linesOf: leaving });
    await finishRun(tx, ctx, runId, { released: released.length });
    return { released: released.length };
  });
}

async function lockBundle(
  tx: Tx,
  ctx: Ctx,
  shipmentId: number,
): Promise<{ bundle: LockedShipment; lines: LockedLine[] }> {
  const bundle = (await lockWithHomes(tx, ctx, async () => [shipmentId])).get(shipmentId);
  if (!bundle) throw new ExpectedError('errors.notFound');
  await settleStrays(tx, ctx, [shipmentId]);
  const lines = await lockLinesOf(tx, ctx, [shipmentId]);
  if (lines.every((line) => line.homeShipmentId === shipmentId)) {
    throw new ExpectedError('bundle.errors.notABundle');
  }
  const isStillHere = ['unmatched', 'ready', 'allocated'].includes(bundle.stage);
  if (!isStillHere || bundle.requestedExportId) throw new ExpectedError('bundle.errors.tooLate');
  return { bundle, lines };
}

/** Lines by the shipment that stands again with them. */
async function linesToGiveBack(
  tx: Tx,
  ctx: Ctx,
  { shipmentId, orderId }: Unbundling,
  lines: LockedLine[],
): Promise<Map<number, number[]>> {
  const guests = lines.filter((line) => line.homeShipmentId !== shipmentId);
  if (!orderId) return byHome(guests);
  const leaving = guests.filter((line) => line.orderId === orderId);
  if (!isAtHome(orderId, shipmentId, lines)) {
    if (leaving.length === 0) throw new ExpectedError('bundle.errors.changed');
    return byHome(leaving);
  }
  // The base order stays where it is at home: the others leave it, and stay together.
  const homes = [...new Set(guests.map((line) => line.homeShipmentId))];
  const nextBase = await earliestOf(tx, ctx, homes);
  return new Map([[nextBase, guests.map((line) => line.id)]]);
}

function isAtHome(orderId: number, shipmentId: number, lines: LockedLine[]): boolean {
  return lines.some((line) => line.orderId === orderId && line.homeShipmentId === shipmentId);
}

function outOfBundle(given: Unbundling, lines: LockedLine[], touched: number[]): number[] {
  const { shipmentId, orderId } = given;
  if (!orderId) return touched;
  return isAtHome(orderId, shipmentId, lines)
    ? [shipmentId]
    : touched.filter((id) => id !== shipmentId);
}

function byHome(lines: LockedLine[]): Map<number, number[]> {
  const homes = grouped(lines, (line) => line.homeShipmentId);
  return new Map([...homes].map(([home, ofHome]) => [home, ofHome.map((line) => line.id)]));
}

async function earliestOf(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number> {
  const [earliest] = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
    order by ordered_at, id limit 1`,
  );
  if (!earliest) throw new ExpectedError('bundle.errors.changed');
  return earliest.id;
}
