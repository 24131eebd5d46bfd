import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { lockOrderLines } from '../locks';
import { openTouches } from '../runs/touches';
import { cancelFreedResent } from './cancel-resent';
import { cancelledThere } from './cancelled-units';
import { lockParcelsOf } from './parcels';
import { partUnfit } from './part-bundles';
import { type Cancellation, retire } from './retire';

/**
 * For parcels that are about to lose their number or their request: locks what their cancelled units
 * need, in order, and returns how these units leave, and bundles come apart that may not stay, once
 * nothing is printed for them any more.
 */
export async function lockForRetirement(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
): Promise<() => Promise<void>> {
  const lineIds = await linesHeld(tx, ctx, shipmentIds);
  if (lineIds.length > 0) await lockOrderLines(tx, ctx, lineIds);
  await lockParcelsOf(tx, ctx, lineIds, shipmentIds);
  return async () => {
    const touches = openTouches(tx, ctx, 'claim', { by: 'removal' });
    await retire(tx, ctx, await stillInside(tx, ctx, lineIds), touches);
    await partUnfit(tx, ctx, shipmentIds, touches.runId);
    await touches.finish();
    await cancelFreedResent(tx, ctx, shipmentIds);
  };
}

async function linesHeld(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct part.order_line_id as id
    from shipments shipment
    join shipment_lines part on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
      and part.order_line_id is not null and part.qty > 0
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(shipmentIds)}::bigint[])
      and 'cancelled_by_channel' = any(shipment.hold_kinds)
    order by 1`,
  );
  return found.map((line) => line.id);
}

/** What the channel has cancelled of these lines and their parcels still hold. */
function stillInside(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<Cancellation[]> {
  return rows<Cancellation>(
    tx,
    sql`
    select id as "orderLineId", gone - cancelled_qty as "addedQty"
    from (
      select line.id, line.cancelled_qty, ${cancelledThere} as gone
      from order_lines line
      where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
    ) said
    where gone > cancelled_qty
    order by id`,
  );
}
