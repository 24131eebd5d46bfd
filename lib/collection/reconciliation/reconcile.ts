import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { type Lease, putBack } from '@/lib/leases/lease';
import type { CollectTools } from '../collect';
import { failureOf, MAX_ATTEMPTS, NoConnection, textOf } from '../failure';
import { readingFrom } from '../plan';
import { LeaseLost } from '../run-store';
import { withinOneTurn } from '../turn';
import { cancelledIn, listedIn } from './reconcile-plan';
import {
  closeReconciliation,
  type OpenReconciliation,
  openReconciliation,
  reconciliationWork,
  saveListed,
} from './reconcile-store';

/**
 * Carries out one leased comparison: lists all orders of the window once more, in every state that the
 * channel lists, then those it lists as cancelled alone, and keeps the numbers. A process that dies leaves it to another, which goes on from that page.
 */
export async function reconcile(
  ctx: Ctx,
  lease: Lease,
  tools: Omit<CollectTools, 'after'>,
): Promise<void> {
  const work = await openReconciliation(ctx, lease);
  if (!work) return;
  const now = () => ({ ...ctx, now: tools.clock() });
  try {
    await listAll(now, work, tools);
    await closeReconciliation(now(), work, null);
  } catch (error) {
    await settle(now(), work, error, tools.signal);
  }
}

async function listAll(
  now: () => Ctx,
  work: OpenReconciliation,
  tools: Omit<CollectTools, 'after'>,
): Promise<void> {
  const channel = channelOf(work.marketplace);
  const opened = await tools.open(now(), work.channelId, tools.signal);
  if (!channel || !opened) throw new NoConnection();
  const connection = withinOneTurn(opened, tools.clock);
  const run = { kind: 'manual', from: work.from } as const;
  const from = readingFrom(run, channel.capabilities.windowBy);
  const window = { from, to: work.to, states: 'every' } as const;
  const isListed = work.place && work.place.next === null;
  const pages = isListed ? [] : channel.collect(connection, window, work.place?.next);
  for await (const page of pages) await saveListed(now(), work, listedIn(page, work), page.cursor);
  for await (const orders of channel.cancelledOrders?.(connection, window) ?? [])
    await saveListed(now(), work, cancelledIn(orders, work), null);
}

async function settle(
  ctx: Ctx,
  work: OpenReconciliation,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (error instanceof LeaseLost) return;
  if (signal.aborted) return putBack(ctx, reconciliationWork, work, 0);
  const failure = failureOf(error);
  const mayRetry = failure.kind === 'busy' || work.attempt < MAX_ATTEMPTS;
  if (failure.retryInMs && mayRetry) {
    await noteError(ctx, work, textOf(failure));
    const wait = failure.retryInMs(work.attempt, randomInt(1000) / 1000);
    await putBack(ctx, reconciliationWork, work, wait);
  } else {
    await closeReconciliation(ctx, work, textOf(failure));
  }
  if (failure.kind === 'internal') throw error;
}

async function noteError(ctx: Ctx, work: Lease, error: string): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update reconciliations set error = ${error}
      where mall_id = ${ctx.mallId} and id = ${work.id} and attempts = ${work.attempt}`),
  );
}
