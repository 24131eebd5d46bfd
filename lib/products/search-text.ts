import { type SQL, sql } from 'drizzle-orm';

/** What the trigram search reads of a variant, from the name of its product and its option. */
export const searchText = (productName: SQL, option: SQL): SQL =>
  sql`lower(trim(${productName} || ' ' || ${option}))`;
