import { sql } from 'drizzle-orm';
import { partialShipmentMarketplaces } from '@/lib/channels/registry';

/** Of a `push` and its `channel`: it tells of a unit line by line. A file names each unit once, whole. */
export const takesParts = sql`(
  channel.marketplace = any(${sql.param(partialShipmentMarketplaces())}::text[])
  and push.state <> 'file_waiting' and push.waybill_file_id is null)`;
