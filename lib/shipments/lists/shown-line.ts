import { type SQL, sql } from 'drizzle-orm';

/**
 * The order line that a part of a shipment shows: its own, or the one whose goods it sends again. Not
 * `coalesce`: beside row-level security no index is read for that, and all lines of the mall would be.
 */
export function shownLineId(part: 'part' | 'line'): SQL {
  const own = sql.raw(`${part}.order_line_id`);
  return sql`case when ${own} is null then ${sql.raw(`${part}.resent_line_id`)} else ${own} end`;
}

/** The parts of shipments that show an order line `line`; each kind by an index of its own. */
export const partsShowingLine = sql`(
  select own.shipment_id, own.qty from shipment_lines own
  where own.mall_id = line.mall_id and own.order_line_id = line.id
  union all
  select again.shipment_id, again.qty from shipment_lines again
  where again.mall_id = line.mall_id and again.resent_line_id = line.id)`;

/** What a row says of its shipment: the first line, how many others, and `more` of `part` and `line`. */
export function shownContent(shipment: 'page' | 'shipment', more = sql``): SQL {
  return sql`
    select (array_agg(line.product_name order by part.id))[1] as "productName",
      (array_agg(line.option order by part.id))[1] as option,
      count(*)::int - 1 as "otherLines"${more}
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = ${shownLineId('part')}
    where part.mall_id = ${sql.raw(shipment)}.mall_id and part.shipment_id = ${sql.raw(shipment)}.id
      and part.qty > 0`;
}
