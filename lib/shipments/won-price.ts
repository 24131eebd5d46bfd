import { type SQL, sql } from 'drizzle-orm';

/** The price of an order line in won, as goods are priced; 0, which nothing is compared with, in another currency. */
export const wonPrice = (line: SQL) =>
  sql`case when ${line}.currency = 'KRW' then ${line}.unit_price else 0 end`;
