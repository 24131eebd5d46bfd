import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { refreshShipments } from './refresh';

/** The shipments to which lines of these would go home. */
export async function homesOf(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const homes = await rows<{ id: number }>(
    tx,
    sql`
    select distinct home_shipment_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  return homes.map((home) => home.id);
}

/**
 * A split can leave two parts of a line with one home. Once the home has left, or is on its way with
 * the other part, nothing can go back to it: the lines are at home where they stand. The caller has
 * locked the shipments and the homes of their lines.
 */
export async function settleStrays(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const settled = await rows<{ shipmentId: number }>(
    tx,
    sql`
    update shipment_lines line set home_shipment_id = line.shipment_id
    from shipments home
    where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and line.home_shipment_id <> line.shipment_id
      and home.mall_id = line.mall_id and home.id = line.home_shipment_id
      and (home.stage not in ('absorbed', 'unmatched', 'ready', 'allocated')
        or home.requested_export_id is not null)
    returning line.shipment_id as "shipmentId"`,
  );
  const ids = new Set(settled.map((line) => line.shipmentId));
  await refreshShipments(tx, ctx, [...ids]);
}
