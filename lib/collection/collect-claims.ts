import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import type { Channel, Connection } from '@/lib/channels/channel';
import { ChannelAnswerError, ChannelRefusedError } from '@/lib/channels/errors';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { claimPeriod, lookBackOf } from './plan';
import { type OpenRun, proveLease } from './run-store';

export type Source = { channel: Channel; connection: Connection };

type Period = { from: Date; to: Date };

/** Claims that stay unreadable are told of, and keep the orders waiting no longer. */
const CLAIM_ATTEMPTS = 3;

/** Why claims could not be read, and whether those made before the run's period were asked for. */
export type UnreadClaims = { reason: string; hasLookedBack: boolean };

/** Takes in the claims of a run; null when all could be read. */
export async function collectClaims(
  ctx: Ctx,
  run: OpenRun,
  source: Source,
  clock: () => Date,
): Promise<UnreadClaims | null> {
  const take = (period: Period) => takeClaims(ctx, run, source, period, clock);
  try {
    await take(claimPeriod(run, clock()));
    return await takeOlder(ctx, run, source, take);
  } catch (error) {
    if (error instanceof ChannelAnswerError && run.attempt - run.turns >= CLAIM_ATTEMPTS)
      return { reason: error.message, hasLookedBack: false };
    throw error;
  }
}

/** Those made before the run's period that are still open here: one of them may have ended. */
async function takeOlder(
  ctx: Ctx,
  run: OpenRun,
  { channel }: Source,
  take: (period: Period) => Promise<void>,
): Promise<UnreadClaims | null> {
  const past = channel.capabilities.claimsByRequestDay ? lookBackOf(run) : null;
  const oldest = past && (await oldestOpenClaim(ctx, run.channelId, past));
  if (!past || !oldest) return null;
  try {
    await take({ from: oldest, to: past.to });
    return null;
  } catch (error) {
    // A marketplace that lists nothing so old must not fail every collection from now on.
    if (error instanceof ChannelRefusedError && error.reason === 'request')
      return { reason: error.message, hasLookedBack: true };
    throw error;
  }
}

async function takeClaims(
  ctx: Ctx,
  run: OpenRun,
  { channel, connection }: Source,
  period: Period,
  clock: () => Date,
): Promise<void> {
  let askedAt = clock();
  for await (const claims of channel.claims(connection, period)) {
    const readAt = askedAt;
    await inMall(ctx, async (tx) => {
      await proveLease(tx, { ...ctx, now: clock() }, run);
      await intakeClaims(tx, { ...ctx, now: readAt }, run.channelId, claims);
    });
    askedAt = clock();
  }
}

/** Open as the marketplace said last, whatever was decided here; null where there is none. */
async function oldestOpenClaim(
  ctx: Ctx,
  channelId: number,
  { from, to }: Period,
): Promise<Date | null> {
  const { oldest } = await readMall(ctx, (tx) =>
    oneRow<{ oldest: string | null }>(
      tx,
      sql`
      select min(requested_at) as oldest from claims
      where mall_id = ${ctx.mallId} and channel_id = ${channelId}
        and channel_state in ('requested', 'accepted')
        and requested_at >= ${from.toISOString()} and requested_at < ${to.toISOString()}`,
    ),
  );
  return oldest === null ? null : new Date(oldest);
}
