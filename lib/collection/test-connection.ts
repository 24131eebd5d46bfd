import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { Channel, Connection, OpenConnection } from '@/lib/channels/channel';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type Failure, failureOf, NoConnection } from './failure';

export type ConnectionAnswer =
  | { kind: 'good' }
  /** `detail` is what the marketplace said. */
  | { kind: Exclude<Failure['kind'], 'internal'>; detail: string };

const MINUTE_MS = 60_000;
/** A person waits for it. */
const TIMEOUT_MS = 10_000;

/**
 * Asks the marketplace for the first page of the last minute's orders, with the stored credential:
 * the cheapest call that proves address, key and rights. Nothing is collected.
 */
export async function testConnection(
  ctx: Ctx,
  channelId: number,
  open: OpenConnection,
): Promise<ConnectionAnswer> {
  const channel = channelOf(await marketplaceOfChannel(ctx, channelId));
  try {
    const connection = await open(ctx, channelId);
    if (!channel || !connection) throw new NoConnection();
    await readFirstPage(channel, { ...connection, timeoutMs: TIMEOUT_MS }, ctx.now);
    return { kind: 'good' };
  } catch (error) {
    const { kind, detail } = failureOf(error);
    if (kind === 'internal') throw error;
    return { kind, detail };
  }
}

async function readFirstPage(channel: Channel, connection: Connection, now: Date): Promise<void> {
  const from = new Date(now.getTime() - MINUTE_MS);
  for await (const _page of channel.collect(connection, { from, to: now, states: 'ready' })) return;
}

async function marketplaceOfChannel(ctx: Ctx, channelId: number): Promise<string> {
  const [channel] = await readMall(ctx, (tx) =>
    rows<{ marketplace: string }>(
      tx,
      sql`select marketplace from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
    ),
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  return channel.marketplace;
}
