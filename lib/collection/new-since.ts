import { sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';

/** Whoever collects a period by hand wants all of it, else new orders count from the first collection. */
export const newSince = (ctx: Pick<Ctx, 'mallId'>) => sql`
  case when run.kind = 'manual' and run.states <> 'changed' then run.window_from else coalesce((
    select min(first.window_from) from collection_runs first
    where first.mall_id = ${ctx.mallId} and first.channel_id = run.channel_id
      and first.kind = 'first' and first.state = 'done'
  ), run.window_from) end`;
