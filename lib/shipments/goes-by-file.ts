import { sql } from 'drizzle-orm';
import { apiMarketplaces } from '@/lib/channels/registry';

/** Of `orders` and their `channel`: it is told their numbers by a file, as it came by one and has no key. */
export const goesByFile = sql`(orders.source = 'sheet' and (channel.credential_id is null
  or channel.marketplace <> all(${sql.param(apiMarketplaces())}::text[])))`;
