import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';

/**
 * What a `run` decided is erased with the people it was about, and then nothing can be taken back. A
 * stock-take and remembered matches are kept elsewhere.
 */
export const isForgotten = (ctx: Pick<Ctx, 'mallId' | 'now'>): SQL => sql`(
  run.kind <> 'count' and not run.counts ? 'matches'
  and run.started_at < ${ctx.now.toISOString()}::timestamptz - (
    select retention_days from mall_settings where mall_id = ${ctx.mallId}) * interval '1 day'
  and not exists (
    select from run_decisions decision
    where decision.mall_id = run.mall_id and decision.run_id = run.id))`;
