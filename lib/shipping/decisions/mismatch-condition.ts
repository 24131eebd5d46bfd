import { type SQL, sql } from 'drizzle-orm';

/** Of `shipment`: a line of an order in it that this is true of. */
export function hasLine(condition: SQL): SQL {
  return sql`exists (
    select from shipment_lines line
    join order_lines order_line
      on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
    where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id and line.qty > 0
      and ${condition})`;
}

export function hasPush(states: string[]): SQL {
  return sql`exists (select from pushes push where push.mall_id = shipment.mall_id
    and push.shipment_id = shipment.id and push.state = any(${sql.param(states)}::text[]))`;
}

/**
 * 불일치: it has left and the channel was told and does not know or has cancelled it, or the channel
 * says so and it has not left. The one condition of whoever lists or counts them.
 */
export const isMismatch = sql`(not shipment.is_history and not shipment.is_market_shipped
  and case
    when shipment.stage in ('cancelled', 'absorbed') then false
    when shipment.stage in ('shipped', 'delivered') then
      (${hasLine(sql`order_line.channel_state in ('paid', 'acknowledged')`)}
        and ${hasPush(['done', 'failed', 'unknown'])})
      or (shipment.stage = 'shipped' and ${hasLine(sql`order_line.channel_state = 'cancelled'`)})
    else ${hasLine(sql`order_line.channel_state in ('shipping', 'delivered', 'confirmed')`)}
  end)`;
