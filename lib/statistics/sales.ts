import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Asked, foreignLines, isForeign, paidParcels } from './paid-parcels';

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
    rows<Figures>(tx, figuresBy(ctx, asked, sql`0`, result)),
  );
  return total ?? nothing;
}

/** By the day of payment in Korea, the newest on top; days without orders are left out. */
export async function figuresByDay(ctx: Ctx, asked: Asked): Promise<DayFigures[]> {
  const day = sql`to_char(parcel.paid_at at time zone 'Asia/Seoul', 'YYYY-MM-DD')`;
  return readMall(ctx, (tx) =>
    rows<DayFigures>(
      tx,
      figuresBy(ctx, asked, day, sql`select key as day, ${figures} from grouped order by key desc`),
    ),
  );
}

/** By the channel that brought the base order, most revenue on top. */
export async function figuresByChannel(ctx: Ctx, asked: Asked): Promise<ChannelFigures[]> {
  const result = sql`
    select channel.id as "channelId", channel.name, channel.marketplace, ${figures}
    from grouped
    join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = grouped.key
    order by grouped.revenue desc, channel.id`;
  return readMall(ctx, (tx) =>
    rows<ChannelFigures>(tx, figuresBy(ctx, asked, sql`parcel.channel_id`, result)),
  );
}

const figures = sql`orders, parcels, units, revenue,
  foreign_orders as "foreignOrders", shipped, late, promised,
  lead_seconds as "leadSeconds", saved, wanted_units as "wantedUnits",
  served_units as "servedUnits"`;

/** Figures of the parcels paid in a period, grouped by an expression over `parcel`. */
function figuresBy(ctx: Ctx, asked: Asked, key: SQL, result: SQL): SQL {
  return sql`
    with parcel as materialized (${paidParcels(ctx, asked)}),
    foreign_line as materialized (${foreignLines(ctx)}), of_lines as (
      select ${key} as key, count(distinct line.order_id)::int as orders,
        coalesce(sum(line.qty) filter (where line.order_id is not null
          and line.gift_rule_id is null), 0)::int as units,
        coalesce(sum(case when ${isForeign} then 0 else line.amount end), 0)::bigint as revenue,
        count(distinct line.order_id) filter (where ${isForeign})::int as foreign_orders
      from parcel
      join shipment_lines line
        on line.mall_id = ${ctx.mallId} and line.shipment_id = parcel.id
      where parcel.stage not in ('absorbed', 'cancelled')
      group by 1
    ), of_parcels as (
      select ${key} as key,
        count(*) filter (where stage not in ('absorbed', 'cancelled'))::int as parcels,
        count(shipped_at)::int as shipped,
        count(*) filter (where stage not in ('absorbed', 'cancelled')
          and coalesce(shipped_at, ${ctx.now.toISOString()}) > ship_by)::int as late,
        count(ship_by) filter (where stage not in ('absorbed', 'cancelled'))::int as promised,
        coalesce(sum(extract(epoch from shipped_at - paid_at)), 0)::bigint as lead_seconds,
        count(*) filter (where stage = 'absorbed' and split_group is null)::int as saved,
        coalesce(sum(wanted_qty), 0)::int as wanted_units,
        coalesce(sum(allocated_qty), 0)::int as served_units
      from parcel group by 1
    ), grouped as (
      select key, coalesce(orders, 0) as orders, coalesce(units, 0) as units,
        coalesce(revenue, 0) as revenue, coalesce(foreign_orders, 0) as foreign_orders, parcels, shipped, late, promised, lead_seconds, saved,
        wanted_units, served_units
      from of_parcels left join of_lines using (key)
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
