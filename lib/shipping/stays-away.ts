import { type SQL, sql } from 'drizzle-orm';

/** Its goods came in as a return already, or whom it went to is forgotten. */
export type StaysAway = 'received' | 'purged';

/** Why 배송취소 does not bring this shipment back; null where it does. */
export const staysAway = (shipment: SQL): SQL => sql`case
  when exists (
    select from shipment_lines part
    join claims claim on claim.mall_id = part.mall_id
      and claim.order_line_id = part.order_line_id and claim.received_at is not null
    where part.mall_id = ${shipment}.mall_id and part.shipment_id = ${shipment}.id and part.qty > 0
  ) then 'received'
  when exists (
    select from recipients recipient
    where recipient.mall_id = ${shipment}.mall_id and recipient.id = ${shipment}.recipient_id
      and recipient.purged_at is not null
  ) then 'purged' end`;
