import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { endOfKoreanDay, koreanDay, koreanPeriod } from '@/lib/period';
import {
  type FlowStage,
  leftToday,
  openFlowStage,
  openShipments,
} from '@/lib/shipments/lists/waiting';

export type FlowCell = { stage: FlowStage; channelId: number; count: number };

export type HourCount = { hour: number; orders: number; shipped: number };

export type Deadline = { at: string; count: number };

export type Day = {
  flow: FlowCell[];
  /** Of today in Korea; hours in which nothing happened are left out. */
  hours: HourCount[];
  /** What is still to leave, by the moment it must have left; the next two days, the nearest first. */
  deadlines: Deadline[];
  shippedToday: number;
  /** Of them, those that left after their ship-by. */
  shippedLate: number;
  /** 16:30 in Korea; null where nobody said. */
  pickupTime: string | null;
};

const DEADLINES_WITHIN_MS = 2 * 24 * 60 * 60 * 1000;
const SHOWN_DEADLINES = 4;

/** The day as it stands now. */
export async function dayPicture(ctx: Ctx): Promise<Day> {
  return readMall(ctx, async (tx) => ({
    flow: await flow(tx, ctx),
    hours: await hours(tx, ctx),
    deadlines: await deadlines(tx, ctx),
    ...(await shippedToday(tx, ctx)),
    ...(await oneRow<Pick<Day, 'pickupTime'>>(
      tx,
      sql`select pickup_time as "pickupTime" from mall_settings where mall_id = ${ctx.mallId}`,
    )),
  }));
}

function flow(tx: Tx, ctx: Ctx): Promise<FlowCell[]> {
  return rows<FlowCell>(
    tx,
    sql`
    select ${openFlowStage} as stage, shipment.channel_id as "channelId", count(*)::int as count
    ${openShipments(ctx)}
    group by 1, 2
    union all
    select 'shipped', shipment.channel_id, count(*)::int
    ${leftToday(ctx)}
    group by 2`,
  );
}

/** Each order began with shipments of its own, whatever they were bundled or split into since. */
function hours(tx: Tx, ctx: Ctx): Promise<HourCount[]> {
  const { from, until } = today(ctx);
  const paidToday = (isOpen: boolean) => sql`
    select shipment.base_order_id as id, shipment.paid_at as at from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${isOpen ? sql`is_open` : sql`not is_open`}
      and shipment.resends_shipment_id is null
      and shipment.paid_at >= ${from} and shipment.paid_at < ${until}`;
  const hourOf = (at: ReturnType<typeof sql>) =>
    sql`extract(hour from ${at} at time zone 'Asia/Seoul')::int`;
  return rows<HourCount>(
    tx,
    sql`
    select hour, sum(orders)::int as orders, sum(shipped)::int as shipped
    from (
      select ${hourOf(sql`paid.at`)} as hour, count(distinct paid.id) as orders, 0 as shipped
      from (${paidToday(true)} union all ${paidToday(false)}) as paid
      group by 1
      union all
      select ${hourOf(sql`shipment.shipped_at`)}, 0, count(*) ${leftToday(ctx)} group by 1
    ) as happened
    group by hour order by hour`,
  );
}

function deadlines(tx: Tx, ctx: Ctx): Promise<Deadline[]> {
  const last = new Date(ctx.now.getTime() + DEADLINES_WITHIN_MS);
  return rows<Deadline>(
    tx,
    sql`
    select shipment.ship_by as at, count(*)::int as count
    ${openShipments(ctx)} and shipment.ship_by >= ${ctx.now.toISOString()}
      and shipment.ship_by <= ${endOfKoreanDay(last).toISOString()}
    group by 1 order by 1 limit ${SHOWN_DEADLINES}`,
  );
}

function shippedToday(tx: Tx, ctx: Ctx): Promise<Pick<Day, 'shippedToday' | 'shippedLate'>> {
  return oneRow(
    tx,
    sql`
    select count(*)::int as "shippedToday",
      count(*) filter (where shipment.shipped_at > shipment.ship_by)::int as "shippedLate"
    ${leftToday(ctx)}`,
  );
}

function today(ctx: Ctx): { from: string; until: string } {
  const day = koreanDay(ctx.now);
  const { from, until } = koreanPeriod(day, day);
  return { from: from.toISOString(), until: until.toISOString() };
}
