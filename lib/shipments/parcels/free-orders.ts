import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { lockLinesOf } from '../locks';
import { releaseAllocation } from '../stock';
import { settleStrays } from './homes';
import { dropGifts } from './lonely-gifts';
import { giveBack } from './move';
import { partUnfit } from './part-bundles';
import { rebase } from './rebase';
import { refreshShipments } from './refresh';

/**
 * Takes orders out of their bundles and gives back what is reserved for them, gifts and all. Bundles of
 * which a home is not `locked` stay. Returns the parcels of other orders that were in bundles with them.
 */
export async function freeOrders(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  orders: readonly { id: number }[],
  locked: ReadonlySet<number>,
): Promise<number[]> {
  if (orders.length === 0) return [];
  const orderIds = orders.map(({ id }) => id);
  const touched = await partBundles(tx, ctx, runId, { orderIds, locked });
  const own = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments shipment
    where mall_id = ${ctx.mallId} and base_order_id = any(${sql.param(orderIds)}::bigint[])
      and stage in ('unmatched', 'ready', 'allocated') and requested_export_id is null`,
  );
  const ids = own.map(({ id }) => id).filter((id) => locked.has(id));
  const lines = await lockLinesOf(tx, ctx, ids);
  const isGift = ({ orderLineId }: { orderLineId: number | null }) => orderLineId === null;
  await dropGifts(tx, ctx, lines.filter(isGift));
  await releaseAllocation(
    tx,
    ctx,
    lines.filter((line) => !isGift(line)),
  );
  await refreshShipments(tx, ctx, ids);
  const isOwn = new Set(ids);
  return touched.filter((id) => !isOwn.has(id));
}

/** All lines in them go home; what was reserved goes along. */
async function partBundles(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  { orderIds, locked }: { orderIds: readonly number[]; locked: ReadonlySet<number> },
): Promise<number[]> {
  const bundles = await rows<{ id: number }>(
    tx,
    sql`
    select distinct line.shipment_id as id from shipment_lines own
    join shipment_lines line on line.mall_id = own.mall_id and line.shipment_id = own.shipment_id
    where own.mall_id = ${ctx.mallId} and own.order_id = any(${sql.param([...orderIds])}::bigint[])
      and line.home_shipment_id <> line.shipment_id`,
  );
  const ids = bundles.map(({ id }) => id).filter((id) => locked.has(id));
  await settleStrays(tx, ctx, ids);
  const lines = await lockLinesOf(tx, ctx, ids);
  const strange = new Set(
    lines.filter((line) => !locked.has(line.homeShipmentId)).map((line) => line.shipmentId),
  );
  const guests = lines.filter(
    (line) => line.homeShipmentId !== line.shipmentId && !strange.has(line.shipmentId),
  );
  const byHome = grouped(guests, (line) => line.homeShipmentId);
  const linesOf = [...byHome].map(([home, ofHome]) => [home, ofHome.map(({ id }) => id)] as const);
  const touched = await giveBack(tx, ctx, new Map(linesOf), runId);
  await rebase(tx, ctx, touched);
  await partUnfit(tx, ctx, touched, async () => runId);
  return touched;
}
