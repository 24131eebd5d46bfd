import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import type { Period } from '@/lib/period';

/** By the time of payment; no channel stands for all. */
export type Asked = Period & { channelIds: number[] };

/**
 * Without what was sent once more: that was paid before. Both halves name the predicate of their
 * index, which covers open and closed parcels apart.
 */
export function paidParcels(ctx: Ctx, { from, until }: Period): SQL {
  const half = (isOpen: SQL) => sql`
    select id, channel_id, paid_at, ship_by, shipped_at, stage, wanted_qty, allocated_qty,
      split_group
    from shipments
    where mall_id = ${ctx.mallId} and ${isOpen} and not is_history
      and resends_shipment_id is null
      and paid_at >= ${from.toISOString()} and paid_at < ${until.toISOString()}`;
  return sql`${half(sql`is_open`)} union all ${half(sql`not is_open`)}`;
}

/**
 * Of a parcel, or of an order: each order of a bundle is one of its own channel, its parcel one of its
 * base's.
 */
export function ofChannels({ channelIds }: Asked, channelId: SQL): SQL {
  return channelIds.length === 0
    ? sql`true`
    : sql`${channelId} = any(${sql.param(channelIds)}::bigint[])`;
}

/** The order lines whose amounts are no won. */
export function foreignLines(ctx: Ctx): SQL {
  return sql`select id from order_lines where mall_id = ${ctx.mallId} and currency <> 'KRW'`;
}

export const isForeign = sql`line.order_line_id in (select id from foreign_line)`;
