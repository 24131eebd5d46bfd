import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';

/**
 * 확인필요: the near matches of the last runs that still stand, one row each, its base first among
 * `ids`. What is held, numbered or gone meanwhile is asked about no longer, nor is one that stands alone.
 */
export function bundleQuestions(ctx: Ctx): SQL {
  return sql`
    select array_agg(id order by id <> question_of, ordered_at, id) as ids,
      (extract(epoch from min(ordered_at)) * 1000)::bigint as "orderedAtMs"
    from shipments
    where mall_id = ${ctx.mallId} and question_of is not null and is_open and not is_market_shipped
      and stage in ('ready', 'allocated') and hold_kinds = '{}' and not is_unacknowledged
      and not is_bundle_locked and requested_export_id is null
    group by question_of having count(*) > 1`;
}
