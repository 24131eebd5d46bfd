import { sql } from 'drizzle-orm';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import type { UnreadClaims } from './collect-claims';
import { countFailure, standsFor, textOf } from './failure';
import { movesWatermark } from './plan';
import { lockChannel, type OpenRun, proveLease } from './run-store';

/**
 * Closes the run, and notes on its channel how far it has been read. Claims that could not be read
 * leave the channel failed: a cancel that nobody sees costs more than a late order. A collection by
 * hand moves nothing of a channel that is collected by itself.
 */
export async function finishRun(
  ctx: Ctx,
  run: OpenRun,
  unreadClaims: UnreadClaims | null,
): Promise<void> {
  const now = ctx.now.toISOString();
  const hasChangeFeed = channelOf(run.marketplace)?.capabilities.changeFeed ?? false;
  const isAdvance = movesWatermark(run.kind, hasChangeFeed);
  const failure = unreadClaims && { kind: 'claims' as const, detail: unreadClaims.reason };
  const hasLookedBack = unreadClaims?.hasLookedBack ?? true;
  await inMall(ctx, async (tx) => {
    await lockChannel(tx, ctx, run.channelId);
    await proveLease(tx, ctx, run);
    await tx.execute(sql`
      update channels
      set last_success_at = ${now}, last_error = null, last_error_at = null,
        failures_in_a_row = case when ${failure === null} then 0 else failures_in_a_row end,
        watermark = case when ${isAdvance} then greatest(watermark, ${run.to.toISOString()}::timestamptz)
          else watermark end,
        reread_at = case when ${run.kind === 'reread'} then ${run.to.toISOString()}::timestamptz
          else reread_at end,
        claims_read_at = case when ${run.kind === 'claims' && failure === null}
          then greatest(claims_read_at, ${run.to.toISOString()}::timestamptz) else claims_read_at end
      where mall_id = ${ctx.mallId} and id = ${run.channelId} and ${standsFor(run.kind)}`);
    if (failure) await countFailure(tx, ctx, run, failure);
    await tx.execute(sql`
      update collection_runs
      set state = 'done', finished_at = ${now}, leased_until = null,
        error = ${failure && textOf(failure)},
        cursor = coalesce(cursor, '{}') || jsonb_build_object('hasLookedBack', ${hasLookedBack}::bool)
      where mall_id = ${ctx.mallId} and id = ${run.id}`);
  });
}
