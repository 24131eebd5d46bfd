import { sql } from 'drizzle-orm';

/** Of a `claim`: it is no buyer's, but 품절취소 that a person here asked for. */
export const isSoldOut = sql`exists (
  select from seller_notices notice
  where notice.mall_id = claim.mall_id and notice.order_line_id = claim.order_line_id
    and notice.claim_id = claim.id)`;
