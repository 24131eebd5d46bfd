import { sql } from 'drizzle-orm';

/**
 * What is set of a `shipment` that no longer waits for the courier's program: what the channel has told
 * of its recipient meanwhile is taken over, while a line in it still says so.
 */
export const takeNextRecipient = sql`recipient_id = case
    when shipment.next_recipient_id is null then shipment.recipient_id
    else coalesce((
      select line.recipient_id from shipment_lines part
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
        and line.recipient_id = shipment.next_recipient_id
      where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
      limit 1), shipment.recipient_id) end,
  next_recipient_id = null`;
