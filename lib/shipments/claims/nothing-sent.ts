import { sql } from 'drizzle-orm';

/** Of a `claim`: a return that was accepted before anything of its line left, so that nothing comes back. */
export const isReturnOfNothingSent = sql`(claim.kind = 'return' and claim.decided_at is not null
  and claim.received_at is null and not exists (
    select from shipment_lines part
    join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      and shipment.stage in ('shipped', 'delivered')
      and coalesce(shipment.shipped_at, '-infinity') <= claim.decided_at
    where part.mall_id = claim.mall_id and part.order_line_id = claim.order_line_id
      and part.qty > 0))`;

/** Units that the acceptance of a `claim` took out of their parcels. */
export const retiredQty = sql`case when claim.state <> 'done' then 0
  when claim.kind = 'cancel' then claim.qty - claim.sent_qty
  when ${isReturnOfNothingSent} then claim.qty else 0 end`;
