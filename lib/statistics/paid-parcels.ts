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
 * What was bought in these parcels, gifts apart, and how it travels: lines of a bundle by the parcel they
 * were at home in, so that each order counts when it was paid itself.
 */
export function boughtLines(ctx: Ctx): SQL {
  const bought = sql`line.mall_id = ${ctx.mallId} and line.gift_rule_id is null`;
  const travels = (shipment: SQL) => sql`${shipment}.stage not in ('absorbed', 'cancelled')`;
  return sql`
    select line.*, parcel.paid_at, parcel.ship_by, parcel.shipped_at
    from parcel
    join shipment_lines line on ${bought} and line.shipment_id = parcel.id
      and line.home_shipment_id = line.shipment_id
    where ${travels(sql`parcel`)}
    union all
    select line.*, parcel.paid_at, bundle.ship_by, bundle.shipped_at
    from parcel
    join shipment_lines line on ${bought} and line.home_shipment_id = parcel.id
      and line.home_shipment_id <> line.shipment_id
    join shipments bundle on bundle.mall_id = ${ctx.mallId} and bundle.id = line.shipment_id
    where not bundle.is_history and ${travels(sql`bundle`)}`;
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
