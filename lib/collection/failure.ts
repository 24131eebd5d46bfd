import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { ChannelBusyError, ChannelError, ChannelRefusedError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import { backOffMs, putBack } from '@/lib/leases/lease';
import { waitMs } from '@/lib/leases/wait';
import { notify } from '@/lib/notifications/notify';
import type { RunKind } from './plan';
import { collectionWork, LeaseLost, lockChannel, type OpenRun } from './run-store';
import { EndlessListing } from './turn';

/** After so many the run gives up; the next automatic one tries anew. */
export const MAX_ATTEMPTS = 5;
/** So many collections that gave up, one after the other, are told to the people. */
export const TOLD_FAILURES = 3;

export type Failure = {
  /** What a person is told, with what the marketplace said. */
  kind: 'busy' | 'unavailable' | 'answer' | 'refused' | 'credential' | 'internal';
  detail: string;
  /** Without it the run gives up at once. */
  retryInMs: ((attempt: number, chance: number) => number) | null;
};

/** What is noted of a failure: on the run, on its channel, in a notification. */
type Noted = { kind: Failure['kind'] | 'claims'; detail: string };

/** The channel has no credential, or no adapter speaks to its marketplace. */
export class NoConnection extends Error {}

/** What an error of a collection means for it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NoConnection) return { kind: 'credential', detail: '', retryInMs: null };
  if (error instanceof EndlessListing)
    return { kind: 'answer', detail: error.message, retryInMs: null };
  if (error instanceof ChannelBusyError) {
    const { retryAfterMs } = error;
    return {
      kind: 'busy',
      detail: '',
      retryInMs: (attempt, chance) => waitMs(retryAfterMs, backOffMs(attempt, chance), chance),
    };
  }
  if (error instanceof ChannelRefusedError) {
    const kind = error.reason === 'credential' ? 'credential' : 'refused';
    return { kind, detail: `${error.code} ${error.message}`, retryInMs: null };
  }
  if (error instanceof ChannelError && (error.kind === 'unavailable' || error.kind === 'answer'))
    return { kind: error.kind, detail: error.message, retryInMs: backOffMs };
  return { kind: 'internal', detail: '', retryInMs: backOffMs };
}

/**
 * Puts the run back, due later, or gives it up; what it has written stays, and so does its place.
 * True when it was given up.
 */
export async function settleFailure(
  ctx: Ctx,
  run: OpenRun,
  error: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  if (error instanceof LeaseLost) return false;
  if (signal.aborted) {
    await putBack(ctx, collectionWork, run, 0);
    return false;
  }
  const failure = failureOf(error);
  const failures = run.attempt - run.turns;
  const mayRetry = failure.kind === 'busy' || failures < MAX_ATTEMPTS;
  const retryInMs = mayRetry ? failure.retryInMs : null;
  if (retryInMs) {
    const inVain = await noteError(ctx, run, failure);
    const chance = randomInt(1000) / 1000;
    await putBack(ctx, collectionWork, run, retryInMs(inVain, chance));
  } else {
    await giveUp(ctx, run, failure);
  }
  if (failure.kind === 'internal') throw error;
  return !retryInMs;
}

/** Returns how many attempts have brought no page since one did; a page makes the waits short again. */
async function noteError(ctx: Ctx, run: OpenRun, failure: Failure): Promise<number> {
  const [noted] = await inMall(ctx, (tx) =>
    rows<{ inVain: number }>(
      tx,
      sql`
      update collection_runs set error = ${textOf(failure)}
      where mall_id = ${ctx.mallId} and id = ${run.id} and attempts = ${run.attempt}
      returning 1 + attempts - coalesce((cursor ->> 'attempt')::int, 1) as "inVain"`,
    ),
  );
  return noted?.inVain ?? 1;
}

async function giveUp(ctx: Ctx, run: OpenRun, failure: Failure): Promise<void> {
  const now = ctx.now.toISOString();
  await inMall(ctx, async (tx) => {
    await lockChannel(tx, ctx, run.channelId);
    const given = await rows(
      tx,
      sql`
      update collection_runs
      set state = 'failed', finished_at = ${now}, leased_until = null, error = ${textOf(failure)}
      where mall_id = ${ctx.mallId} and id = ${run.id} and state = 'running'
        and attempts = ${run.attempt}
      returning id`,
    );
    if (given.length === 0) return;
    await countFailure(tx, ctx, run, failure);
  });
}

/** By hand a channel can be read that is no longer read by itself, so its health goes by the latter. */
export const standsFor = (kind: RunKind) =>
  sql`(${kind !== 'manual'} or not collects_automatically)`;

/** One more failure in a row of a channel; the third of one in use is told to the mall's people. */
export async function countFailure(
  tx: Tx,
  ctx: Ctx,
  run: Pick<OpenRun, 'channelId' | 'kind'>,
  failure: Noted,
): Promise<void> {
  const [channel] = await rows<{ name: string; isActive: boolean; failures: number }>(
    tx,
    sql`
    update channels
    set last_error = ${textOf(failure)}, last_error_at = ${ctx.now.toISOString()},
      failures_in_a_row = failures_in_a_row + 1
    where mall_id = ${ctx.mallId} and id = ${run.channelId} and ${standsFor(run.kind)}
    returning name, is_active as "isActive", failures_in_a_row as failures`,
  );
  if (!channel?.isActive || channel.failures !== TOLD_FAILURES) return;
  await notify(tx, ctx, {
    kind: 'collection_failing',
    subject: 'channel',
    subjectId: run.channelId,
    values: { channel: channel.name, failures: channel.failures, reason: failure.kind },
  });
}

/** The kind, for our own words, before the marketplace's. */
export function textOf({ kind, detail }: Noted): string {
  return `${kind}:${detail.slice(0, 500)}`;
}
