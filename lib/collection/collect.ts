import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import type { CollectPage } from '@/lib/channels/collected';
import { channelOf } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import type { Lease } from '@/lib/leases/lease';
import { acknowledgeWaiting } from './acknowledgement/acknowledge';
import { collectClaims, type Source } from './collect-claims';
import { NoConnection, settleFailure } from './failure';
import { finishRun } from './finish';
import { readingFrom } from './plan';
import { type OpenRun, openRun, ordersOf, savePage } from './run-store';
import { endTurn, isTurnOver, withinOneTurn } from './turn';

export type CollectTools = {
  clock: () => Date;
  signal: AbortSignal;
  open: OpenConnection;
  /** What follows for the orders a run brought; harmless when done twice. */
  after: (ctx: Ctx, orderIds: number[]) => Promise<void>;
};

/**
 * Carries out one leased collection: page by page, each fetched outside a transaction and written in
 * one, with its counts and the place to go on from; then the claims. A process that dies leaves the
 * run to another, which goes on from that place, and so does one that took long: others have a turn
 * in between. What fails backs off, and costs its channel alone; what arrived before is matched all
 * the same.
 */
export async function collect(ctx: Ctx, lease: Lease, tools: CollectTools): Promise<void> {
  const run = await openRun(ctx, lease);
  if (!run) return;
  const now = () => ({ ...ctx, now: tools.clock() });
  try {
    const channel = channelOf(run.marketplace);
    const opened = await tools.open(ctx, run.channelId, tools.signal);
    if (!channel || !opened) throw new NoConnection();
    const connection = withinOneTurn(opened, tools.clock);
    const isWhole =
      run.kind === 'claims' ||
      (await collectOrders(ctx, run, { channel, connection }, tools.clock));
    if (!isWhole) {
      await tools.after(now(), await ordersOf(ctx, run.id));
      return await endTurn(now(), run);
    }
    const unreadClaims = tellsClaims(channel, run)
      ? null
      : await collectClaims(ctx, run, { channel, connection }, tools.clock);
    if (run.acknowledgesAutomatically && run.kind !== 'claims')
      await acknowledgeWaiting(now(), run.channelId, tools.open);
    await tools.after(now(), await ordersOf(ctx, run.id));
    await finishRun(now(), run, unreadClaims);
  } catch (error) {
    const isOver = await settleFailure(now(), run, error, tools.signal);
    if (isOver) await tools.after(now(), await ordersOf(ctx, run.id));
  }
}

/** False where the turn was over before the last page. */
async function collectOrders(
  ctx: Ctx,
  run: OpenRun,
  { channel, connection }: Source,
  clock: () => Date,
): Promise<boolean> {
  if (run.place && run.place.next === null) return true;
  const begunAt = clock();
  let askedAt = begunAt;
  for await (const page of pagesOf(channel, connection, run)) {
    await savePage({ ...ctx, now: clock() }, run, page, askedAt);
    askedAt = clock();
    if (page.cursor !== null && isTurnOver(begunAt, askedAt)) return false;
  }
  return true;
}

function pagesOf(
  channel: Channel,
  connection: Connection,
  run: OpenRun,
): AsyncIterable<CollectPage> {
  const { to, states, place } = run;
  const from = readingFrom(run, channel.capabilities.windowBy);
  if (states !== 'changed') return channel.collect(connection, { from, to, states }, place?.next);
  if (!channel.changes) throw new Error(`${channel.marketplace} has no feed of changes`);
  return channel.changes(connection, { from, to }, place?.next);
}

/** A feed tells every change of a claim with its order, where the orders are read from it. */
function tellsClaims(channel: Channel, run: OpenRun): boolean {
  return channel.capabilities.changeFeed && run.kind !== 'manual' && run.kind !== 'claims';
}
