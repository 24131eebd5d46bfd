import { type SQL, sql } from 'drizzle-orm';

/** A `shipment` with goods of an order of these channels; a bundle may be of several. None: of any. */
export function ofChannels(channelIds: readonly number[] | undefined): SQL {
  if (!channelIds || channelIds.length === 0) return sql`true`;
  const asked = sql`any(${sql.param(channelIds)}::bigint[])`;
  // With offset 0 it is asked of each bundle; joined, every line of the mall would be read.
  return sql`(shipment.channel_id = ${asked} or shipment.is_bundle and exists (
    select from shipment_lines guest
    join orders on orders.mall_id = guest.mall_id and orders.id = guest.order_id
    where guest.mall_id = shipment.mall_id and guest.shipment_id = shipment.id and guest.qty > 0
      and orders.channel_id = ${asked} offset 0))`;
}
