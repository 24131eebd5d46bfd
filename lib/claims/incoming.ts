import { type SQL, sql } from 'drizzle-orm';

/**
 * Whether a `claim` is an approved return or exchange of what had left, or a cancel of which a part
 * had, and not all of that was received. What left before Moa knew of it counts only while its channel
 * still waits, too.
 */
export const isIncoming = (): SQL => sql`(
  claim.state in ('accepted', 'done')
  and claim.good_qty + claim.defective_qty
    < case claim.kind when 'cancel' then claim.sent_qty else claim.qty end
  and exists (
    select from shipment_lines part
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      and shipment.stage in ('shipped', 'delivered')
      and (claim.state = 'accepted' or not shipment.is_history)
      and coalesce(shipment.shipped_at, '-infinity') <= coalesce(claim.decided_at, 'infinity')
    where part.mall_id = claim.mall_id and part.order_line_id = claim.order_line_id
      and part.qty > 0))`;
