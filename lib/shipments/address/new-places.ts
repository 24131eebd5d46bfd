import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { normalisePostcode } from '@/lib/recipients/address';
import type { PlaceKeys } from './address-plan';
import {
  type NewPlace,
  newPlaceOf,
  type PlaceRefusal,
  type ReportedPlace,
} from './settle-address-plan';

/** Where each of these parcels would go by the channel's last word, or why it cannot go there. */
export async function newPlaces(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
): Promise<Map<number, NewPlace>> {
  if (shipmentIds.length === 0) return new Map();
  const parcels = await rows<{ id: number; isRequested: boolean; waybillSource: string | null }>(
    tx,
    sql`
    select shipment.id, shipment.requested_export_id is not null as "isRequested", (
        select source from waybills
        where mall_id = shipment.mall_id and shipment_id = shipment.id and state = 'issued' limit 1
      ) as "waybillSource"
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(shipmentIds)}::bigint[])`,
  );
  const reported = await reportedPlaces(tx, ctx, shipmentIds);
  return new Map(parcels.map(({ id, ...parcel }) => [id, newPlaceOf(parcel, reported(id))]));
}

/** Of parcels held for a new address those that cannot go there yet, and why. */
export async function placeObstacles(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipments: readonly { id: number; holdKinds: readonly string[] }[],
): Promise<Map<number, PlaceRefusal>> {
  const held = shipments.filter(({ holdKinds }) => holdKinds.includes('address_changed'));
  const places = await newPlaces(
    tx,
    ctx,
    held.map(({ id }) => id),
  );
  return new Map(
    [...places].flatMap(([id, place]) => ('refused' in place ? [[id, place.refused]] : [])),
  );
}

async function reportedPlaces(tx: Tx, ctx: Pick<Ctx, 'mallId'>, shipmentIds: number[]) {
  const found = await rows<
    Omit<ReportedPlace, 'keys'> & PlaceKeys & { shipmentId: number; address1: string }
  >(
    tx,
    sql`
    select shipment.id as "shipmentId", line.recipient_id as "recipientId",
      bool_or(part.order_id = shipment.base_order_id) as "isBase",
      recipient.name_key as "nameKey", recipient.address_key as "addressKey",
      recipient.phone_key as "phoneKey", recipient.mobile_key as "mobileKey",
      recipient.postcode, recipient.address1
    from shipment_lines part
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where part.mall_id = ${ctx.mallId}
      and part.shipment_id = any(${sql.param(shipmentIds)}::bigint[]) and part.qty > 0
    group by 1, 2, 4, 5, 6, 7, 8, 9
    order by 2`,
  );
  const placesOf = grouped(found, (place) => place.shipmentId);
  return (shipmentId: number): ReportedPlace[] =>
    (placesOf.get(shipmentId) ?? []).map(
      ({ recipientId, isBase, nameKey, addressKey, phoneKey, mobileKey, postcode, address1 }) => ({
        recipientId,
        isBase,
        keys: {
          nameKey,
          addressKey,
          phoneKey,
          mobileKey,
          postcode: normalisePostcode(postcode, address1),
        },
      }),
    );
}
