import { sql } from 'drizzle-orm';

/** Of a `channel`: orders of it lie in parcels that have not left, also in those of a bundle. */
export const hasOpenParcels = sql`exists (
  select from shipments shipment
  join shipment_lines line on line.mall_id = shipment.mall_id
    and line.shipment_id = shipment.id and line.qty > 0
  join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    and orders.channel_id = channel.id
  where shipment.mall_id = channel.mall_id and shipment.is_open)`;
