import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { liftWhereAddressed } from './address';
import type { PlaceKeys } from './address-plan';
import { dropQuestions } from './drop-questions';
import { lift } from './hold';
import { lockOrderLines, lockShipments } from './locks';
import { isOpen } from './parcels';
import { markForRelabelling } from './relabel';
import { newPlaceOf, type ReportedPlace } from './settle-address-plan';
import { openTouches, type Touches } from './touches';

const refusals = {
  requested: 'collect.errors.addressRequested',
  numbered: 'collect.errors.addressNumbered',
  bundled: 'collect.errors.addressBundled',
} as const;

/**
 * Decides a parcel that is held because the channel reported another address: it goes to the new one,
 * and its label is printed again, or it keeps the old one. The same report holds it no second time.
 */
export async function settleAddress(
  ctx: Ctx,
  { shipmentId, choice }: { shipmentId: number; choice: 'apply' | 'keep' },
): Promise<void> {
  await inMall(ctx, async (tx) => {
    await lockOrderLines(tx, ctx, await lineIdsOf(tx, ctx, shipmentId));
    const shipment = (await lockShipments(tx, ctx, [shipmentId])).get(shipmentId);
    if (!shipment || !isOpen(shipment) || !shipment.holdKinds.includes('address_changed'))
      throw new ExpectedError('errors.notFound');
    const touches = openTouches(tx, ctx, 'collect', { by: 'address', choice });
    if (choice === 'apply') await apply(tx, ctx, shipment, touches);
    await lift(tx, ctx, [shipmentId], 'address_changed');
    touches.add(choice === 'apply' ? 'readdressed' : 'addressKept', shipmentId, [
      shipment.recipientId,
    ]);
    await touches.finish();
  });
}

async function apply(
  tx: Tx,
  ctx: Ctx,
  shipment: { id: number; requestedExportId: number | null },
  touches: Touches,
): Promise<void> {
  const waybillSource = await waybillSourceOf(tx, ctx, shipment.id);
  const reported = await reportedPlaces(tx, ctx, shipment.id);
  const isRequested = shipment.requestedExportId !== null;
  const place = newPlaceOf({ isRequested, waybillSource }, reported);
  if ('refused' in place) throw new ExpectedError(refusals[place.refused]);
  await markForRelabelling(tx, ctx, [shipment.id], touches);
  await tx.execute(sql`
    update shipments set recipient_id = ${place.recipientId}, printed_count = 0
    where mall_id = ${ctx.mallId} and id = ${shipment.id}`);
  await dropQuestions(tx, ctx, [shipment.id]);
  await liftWhereAddressed(tx, ctx, [shipment.id]);
}

async function lineIdsOf(tx: Tx, ctx: Ctx, shipmentId: number): Promise<number[]> {
  const lines = await rows<{ id: number }>(
    tx,
    sql`
    select distinct order_line_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} and order_line_id is not null`,
  );
  return lines.map((line) => line.id);
}

async function waybillSourceOf(tx: Tx, ctx: Ctx, shipmentId: number): Promise<string | null> {
  const [waybill] = await rows<{ source: string }>(
    tx,
    sql`
    select source from waybills
    where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId} and state = 'issued'`,
  );
  return waybill?.source ?? null;
}

async function reportedPlaces(tx: Tx, ctx: Ctx, shipmentId: number): Promise<ReportedPlace[]> {
  const places = await rows<Omit<ReportedPlace, 'keys'> & PlaceKeys>(
    tx,
    sql`
    select line.recipient_id as "recipientId",
      bool_or(part.order_id = shipment.base_order_id) as "isBase",
      recipient.name_key as "nameKey", recipient.address_key as "addressKey",
      recipient.phone_key as "phoneKey", recipient.mobile_key as "mobileKey"
    from shipment_lines part
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where part.mall_id = ${ctx.mallId} and part.shipment_id = ${shipmentId} and part.qty > 0
    group by 1, 3, 4, 5, 6
    order by 1`,
  );
  return places.map(({ recipientId, isBase, ...keys }) => ({ recipientId, isBase, keys }));
}
