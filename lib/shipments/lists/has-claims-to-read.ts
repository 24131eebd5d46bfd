import { sql } from 'drizzle-orm';

/** So often in a row a key out of use may be refused; then it waits for another one. */
const REFUSALS = 3;

/** Of a `channel`: its key was refused again and again since it was stored. */
export const isKeyRefused = sql`(
  channel.failures_in_a_row >= ${sql.raw(String(REFUSALS))}
  and channel.last_error like 'credential:%' and exists (
    select from credentials credential
    where credential.mall_id = channel.mall_id and credential.id = channel.credential_id
      and credential.updated_at <= channel.last_error_at))`;

/**
 * Of a `channel` out of use: orders of it lie in parcels that have not left, also in those of a
 * bundle, and its key may still read their claims.
 */
export const hasClaimsToRead = sql`(
  channel.credential_id is not null and not ${isKeyRefused} and exists (
    select from shipments shipment
    join shipment_lines line on line.mall_id = shipment.mall_id
      and line.shipment_id = shipment.id and line.qty > 0
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      and orders.channel_id = channel.id
    where shipment.mall_id = channel.mall_id and shipment.is_open))`;
