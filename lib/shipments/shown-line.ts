import { type SQL, sql } from 'drizzle-orm';

/**
 * The order line that a part of a shipment shows: its own, or the one whose goods it sends again. Not
 * `coalesce`: beside row-level security no index is read for that, and all lines of the mall would be.
 */
export function shownLineId(part: 'part' | 'line'): SQL {
  const own = sql.raw(`${part}.order_line_id`);
  return sql`case when ${own} is null then ${sql.raw(`${part}.resent_line_id`)} else ${own} end`;
}
