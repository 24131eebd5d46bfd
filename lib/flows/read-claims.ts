import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { OpenConnection } from '@/lib/channels/channel';
import type { CollectedClaim } from '@/lib/channels/collected';
import { ChannelError } from '@/lib/channels/errors';
import { apiMarketplaces, channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';

type StaleChannel = { id: number; name: string; marketplace: string; since: string };

/** What was read so lately need not be read again: scans come once a second. */
const FRESH_MS = 60_000;
/** Claims are told late, and clocks differ. */
const OVERLAP_MS = 30 * 60_000;
const FIRST_DAYS = 3;
/** Shipping does not wait longer for a marketplace; the number is not sent before it has answered. */
const PATIENCE_MS = 8_000;

/**
 * Reads the buyers' cancel requests of the channels behind these shipments, or behind all that may
 * leave, also of channels out of use: one feed a channel, whatever the number of orders, and at most once a minute. Requests that
 * are found hold their parcels. Returns the names of the channels that did not answer.
 */
export async function readClaims(
  ctx: Ctx,
  open: OpenConnection,
  shipmentIds: number[] | 'waiting',
): Promise<{ unread: string[] }> {
  const stale = await staleChannels(ctx, shipmentIds);
  const answered = await Promise.all(stale.map((channel) => readChannel(ctx, open, channel)));
  return { unread: stale.filter((_, index) => !answered[index]).map(({ name }) => name) };
}

async function readChannel(
  ctx: Ctx,
  open: OpenConnection,
  { id, marketplace, since }: StaleChannel,
): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const channel = channelOf(marketplace);
  const connection = await open(ctx, id, signal);
  if (!channel || !connection) return true;
  const readAt = connection.now();
  const period = { from: new Date(Date.parse(since) - OVERLAP_MS), to: readAt };
  const claims: CollectedClaim[] = [];
  let isWhole = true;
  try {
    for await (const page of channel.claims(connection, period, ['cancel'])) claims.push(...page);
  } catch (error) {
    if (!(error instanceof ChannelError) && !signal.aborted) throw error;
    isWhole = false;
  }
  const asRead = { ...ctx, now: readAt };
  if (claims.length > 0) await inMall(ctx, (tx) => intakeClaims(tx, asRead, id, claims));
  if (isWhole) await noteReading(ctx, id, readAt);
  return isWhole;
}

async function noteReading(ctx: Ctx, id: number, readAt: Date): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update channels set claims_read_at = ${readAt.toISOString()}
      where mall_id = ${ctx.mallId} and id = ${id}
        and (claims_read_at is null or claims_read_at < ${readAt.toISOString()})`),
  );
}

async function staleChannels(ctx: Ctx, shipmentIds: number[] | 'waiting'): Promise<StaleChannel[]> {
  const [now, first] = [0, FIRST_DAYS * 86_400_000].map((ms) =>
    new Date(ctx.now.getTime() - ms).toISOString(),
  );
  const meant =
    shipmentIds === 'waiting'
      ? sql`shipment.is_open and shipment.stage in ('allocated', 'invoiced')`
      : sql`shipment.id = any(${sql.param(shipmentIds)}::bigint[])`;
  return readMall(ctx, (tx) =>
    rows<StaleChannel>(
      tx,
      sql`
      select channel.id, channel.name, channel.marketplace,
        coalesce(channel.claims_read_at, ${first}::timestamptz)::text as since
      from channels channel
      where channel.mall_id = ${ctx.mallId} and channel.credential_id is not null
        and channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
        and (channel.claims_read_at is null
          or channel.claims_read_at < ${now}::timestamptz - ${FRESH_MS} * interval '1 millisecond')
        and channel.id in (
          select orders.channel_id from shipments shipment
          join shipment_lines line on line.mall_id = shipment.mall_id
            and line.shipment_id = shipment.id and line.qty > 0
          join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
          where shipment.mall_id = ${ctx.mallId} and ${meant})
      order by channel.id`,
    ),
  );
}
