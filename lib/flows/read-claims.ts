import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { OpenConnection } from '@/lib/channels/channel';
import type { CollectedClaim } from '@/lib/channels/collected';
import { ChannelError } from '@/lib/channels/errors';
import { apiMarketplaces, channelOf } from '@/lib/channels/registry';
import type { UnitToRead } from '@/lib/channels/unit';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { isKeyRefused } from '@/lib/shipments/lists/has-claims-to-read';

type StaleChannel = {
  id: number;
  name: string;
  marketplace: string;
  since: string;
  /** Up to where all that was collected could be read. */
  collectedTo: string | null;
};

type Meant = number[] | 'waiting';

/** What was read so lately need not be read again: scans come once a second. */
const FRESH_MS = 60_000;
/** Claims are told late, and clocks differ. */
const OVERLAP_MS = 30 * 60_000;
const FIRST_DAYS = 3;
/** What was read longer ago is a feed of many calls: then the parcels' own units are asked about. */
const LONG_MS = 4 * 86_400_000;
/** Shipping does not wait longer for a marketplace; the number is not sent before it has answered. */
const PATIENCE_MS = 8_000;

/**
 * Reads the buyers' cancel requests of the channels behind these shipments, or behind all that may
 * leave, also of channels out of use whose key still serves: one feed a channel, whatever the number of
 * orders, and at most once a minute. Requests that are found hold their parcels. Returns the names of
 * the channels that did not answer.
 */
export async function readClaims(
  ctx: Ctx,
  open: OpenConnection,
  shipmentIds: Meant,
): Promise<{ unread: string[] }> {
  const stale = await staleChannels(ctx, shipmentIds);
  const answered = await Promise.all(
    stale.map((channel) => readChannel(ctx, open, channel, shipmentIds)),
  );
  return { unread: stale.filter((_, index) => !answered[index]).map(({ name }) => name) };
}

async function readChannel(
  ctx: Ctx,
  open: OpenConnection,
  { id, marketplace, since, collectedTo }: StaleChannel,
  meant: Meant,
): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const channel = channelOf(marketplace);
  const connection = await open(ctx, id, signal);
  if (!channel || !connection) return true;
  const readAt = connection.now();
  // A feed of changes tells of claims, too.
  const told = channel.capabilities.changeFeed ? Date.parse(collectedTo ?? since) : 0;
  const from = new Date(Math.max(Date.parse(since), told) - OVERLAP_MS);
  const isLong = readAt.getTime() - from.getTime() > LONG_MS;
  const units = isLong && channel.claimsOf ? await unitsOf(ctx, id, meant) : null;
  const claims: CollectedClaim[] = [];
  let isWhole = true;
  try {
    if (units && channel.claimsOf) {
      const read = await channel.claimsOf(connection, units);
      claims.push(...read.claims);
      isWhole = read.missing.length === 0;
    } else
      for await (const page of channel.claims(connection, { from, to: readAt }, ['cancel']))
        claims.push(...page);
  } catch (error) {
    if (!(error instanceof ChannelError) && !signal.aborted) throw error;
    isWhole = false;
  }
  const asRead = { ...ctx, now: readAt };
  if (claims.length > 0) await inMall(ctx, (tx) => intakeClaims(tx, asRead, id, claims));
  if (isWhole && !units) await noteReading(ctx, id, readAt);
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

/** Of a `shipment`. */
const isMeant = (meant: Meant) =>
  meant === 'waiting'
    ? sql`shipment.is_open and shipment.stage in ('allocated', 'invoiced')`
    : sql`shipment.id = any(${sql.param(meant)}::bigint[])`;

/** What the channel calls the lines in these parcels, each with its order; what was typed in it does not know. */
function unitsOf(ctx: Ctx, channelId: number, meant: Meant): Promise<UnitToRead[]> {
  return readMall(ctx, (tx) =>
    rows<UnitToRead>(
      tx,
      sql`
      select line.channel_unit_no as "unitNo", orders.order_no as "orderNo",
        array_agg(distinct line.line_key) as "lineKeys"
      from shipments shipment
      join shipment_lines part on part.mall_id = shipment.mall_id
        and part.shipment_id = shipment.id and part.qty > 0
      join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where shipment.mall_id = ${ctx.mallId} and orders.channel_id = ${channelId}
        and ${isMeant(meant)} and (orders.source <> 'form' or line.raw_state <> '')
      group by line.channel_unit_no, orders.order_no`,
    ),
  );
}

async function staleChannels(ctx: Ctx, meant: Meant): Promise<StaleChannel[]> {
  const [now, first] = [0, FIRST_DAYS * 86_400_000].map((ms) =>
    new Date(ctx.now.getTime() - ms).toISOString(),
  );
  return readMall(ctx, (tx) =>
    rows<StaleChannel>(
      tx,
      sql`
      select channel.id, channel.name, channel.marketplace,
        coalesce(channel.claims_read_at, ${first}::timestamptz)::text as since,
        case when not exists (
          select from quarantined_orders unread
          where unread.mall_id = channel.mall_id and unread.channel_id = channel.id
            and unread.resolved_at is null
        ) then channel.watermark end::text as "collectedTo"
      from channels channel
      where channel.mall_id = ${ctx.mallId} and channel.credential_id is not null
        and (channel.is_active or not ${isKeyRefused})
        and channel.marketplace = any(${sql.param(apiMarketplaces())}::text[])
        and (channel.claims_read_at is null
          or channel.claims_read_at < ${now}::timestamptz - ${FRESH_MS} * interval '1 millisecond')
        and channel.id in (
          select orders.channel_id from shipments shipment
          join shipment_lines line on line.mall_id = shipment.mall_id
            and line.shipment_id = shipment.id and line.qty > 0
          join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
          where shipment.mall_id = ${ctx.mallId} and ${isMeant(meant)})
      order by channel.id`,
    ),
  );
}
