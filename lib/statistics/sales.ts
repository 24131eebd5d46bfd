import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import {
  type Asked,
  boughtLines,
  foreignLines,
  isForeign,
  ofChannels,
  paidParcels,
} from './paid-parcels';

/** What stands behind every table: whole numbers; rates are drawn from them on the screen. */
export type Figures = {
  orders: number;
  parcels: number;
  /** Ordered units that go or went out. */
  units: number;
  /** In won; what was sold for other money is not in it. */
  revenue: number;
  /** Orders with goods that were sold for other money. */
  foreignOrders: number;
  shipped: number;
  /** Shipped after their ship-by, or still here past it. */
  late: number;
  /** Parcels that have a ship-by. */
  promised: number;
  /** Summed over the shipped parcels, from paid to shipped. */
  leadSeconds: number;
  /** Parcels that bundling made unnecessary, not those of a split that was undone. */
  saved: number;
  wantedUnits: number;
  servedUnits: number;
};

export type DayFigures = Figures & { day: string };
export type ChannelFigures = Figures & { channelId: number; name: string; marketplace: string };

/** Everything paid in the period, in one row. */
export async function totalFigures(ctx: Ctx, asked: Asked): Promise<Figures> {
  const result = sql`select ${figures} from grouped`;
  const [total] = await readMall(ctx, (tx) =>
    rows<Figures>(tx, figuresBy(ctx, asked, { ofParcel: sql`0`, ofOrder: sql`0` }, result)),
  );
  return total ?? nothing;
}

/** By the day of payment in Korea, each order by its own, the newest on top; days without orders are left out. */
export async function figuresByDay(ctx: Ctx, asked: Asked): Promise<DayFigures[]> {
  const dayOf = (paid: SQL) =>
    sql`to_char(${paid}.paid_at at time zone 'Asia/Seoul', 'YYYY-MM-DD')`;
  return readMall(ctx, (tx) =>
    rows<DayFigures>(
      tx,
      figuresBy(
        ctx,
        asked,
        { ofParcel: dayOf(sql`parcel`), ofOrder: dayOf(sql`line`) },
        sql`select key as day, ${figures} from grouped order by key desc`,
      ),
    ),
  );
}

/** Orders by the channel that brought them, parcels by that of their base; most revenue on top. */
export async function figuresByChannel(ctx: Ctx, asked: Asked): Promise<ChannelFigures[]> {
  const result = sql`
    select channel.id as "channelId", channel.name, channel.marketplace, ${figures}
    from grouped
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = grouped.key
    order by grouped.revenue desc, channel.id`;
  const keys = { ofParcel: sql`parcel.channel_id`, ofOrder: sql`orders.channel_id` };
  return readMall(ctx, (tx) => rows<ChannelFigures>(tx, figuresBy(ctx, asked, keys, result)));
}

const counted = [
  ...['orders', 'units', 'revenue', 'foreign_orders'],
  ...['parcels', 'shipped', 'late', 'promised', 'lead_seconds', 'saved'],
  ...['wanted_units', 'served_units'],
];

const figures = sql`orders, parcels, units, revenue,
  foreign_orders as "foreignOrders", shipped, late, promised,
  lead_seconds as "leadSeconds", saved, wanted_units as "wantedUnits",
  served_units as "servedUnits"`;

type Keys = { ofParcel: SQL; ofOrder: SQL };

/** Figures of the parcels paid in a period and of the orders in them, each grouped by its key. */
function figuresBy(ctx: Ctx, asked: Asked, { ofParcel, ofOrder }: Keys, result: SQL): SQL {
  return sql`
    with parcel as materialized (${paidParcels(ctx, asked)}),
    foreign_line as materialized (${foreignLines(ctx)}), of_lines as (
      select ${ofOrder} as key, count(distinct line.order_id)::int as orders,
        sum(line.qty)::int as units,
        coalesce(sum(case when ${isForeign} then 0 else line.amount end), 0)::bigint as revenue,
        count(distinct line.order_id) filter (where ${isForeign})::int as foreign_orders
      from (${boughtLines(ctx)}) line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      where ${ofChannels(asked, sql`orders.channel_id`)}
      group by 1
    ), of_parcels as (
      select ${ofParcel} as key,
        count(*) filter (where stage not in ('absorbed', 'cancelled'))::int as parcels,
        count(shipped_at)::int as shipped,
        count(*) filter (where stage not in ('absorbed', 'cancelled')
          and coalesce(shipped_at, ${ctx.now.toISOString()}) > ship_by)::int as late,
        count(ship_by) filter (where stage not in ('absorbed', 'cancelled'))::int as promised,
        coalesce(sum(extract(epoch from shipped_at - paid_at)), 0)::bigint as lead_seconds,
        count(*) filter (where stage = 'absorbed' and split_group is null)::int as saved,
        coalesce(sum(wanted_qty), 0)::int as wanted_units,
        coalesce(sum(allocated_qty), 0)::int as served_units
      from parcel where ${ofChannels(asked, sql`parcel.channel_id`)} group by 1
    ), grouped as (
      select key, ${sql.join(
        counted.map((name) => sql`coalesce(${sql.raw(name)}, 0) as ${sql.raw(name)}`),
        sql`, `,
      )}
      from of_parcels full join of_lines using (key)
    )
    ${result}`;
}

const nothing: Figures = {
  orders: 0,
  parcels: 0,
  units: 0,
  revenue: 0,
  foreignOrders: 0,
  shipped: 0,
  late: 0,
  promised: 0,
  leadSeconds: 0,
  saved: 0,
  wantedUnits: 0,
  servedUnits: 0,
};
