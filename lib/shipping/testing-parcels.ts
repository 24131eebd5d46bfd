import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { CollectedLine, CollectedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import {
  allocateEverything,
  collectedLine,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';

export type Parcels = { ctx: Ctx; channelId: number; ids: number[] };

/** A mall whose collected orders have all got a number; its second box goes to another address. */
export async function invoicedParcels(orders: CollectedOrder[]): Promise<Parcels> {
  const parcels = await allocatedParcels(orders);
  await invoiceEverything(parcels.ctx);
  return parcels;
}

/** The same before they have got one. */
export async function allocatedParcels(orders: CollectedOrder[]): Promise<Parcels> {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  await takeIn(ctx, channelId, orders);
  await allocateEverything(ctx, V1.compositionId);
  return { ctx, channelId, ids: (await seeShipments(ctx)).map((shipment) => shipment.id) };
}

export function lineElsewhere(lineKey: string): CollectedLine {
  const line = collectedLine(lineKey);
  return { ...line, recipient: { ...line.recipient, address2: '77호' } };
}

export type SeenPush = { shipmentId: number; state: string; waybillNo: string; isDue: boolean };

export function seePushes(ctx: Ctx): Promise<SeenPush[]> {
  return inMall(ctx, (tx) =>
    rows<SeenPush>(
      tx,
      sql`
      select shipment_id as "shipmentId", state, waybill_no as "waybillNo",
        due_at <= ${ctx.now.toISOString()} as "isDue"
      from pushes where mall_id = ${ctx.mallId} order by id`,
    ),
  );
}
