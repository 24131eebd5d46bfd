import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { grouped } from '@/lib/grouped';
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
  return readMall(ctx, async (tx) => {
    const left = await leftByHour(tx, ctx);
    return {
      flow: [...(await openFlow(tx, ctx)), ...shippedFlow(left)],
      hours: hoursOf(await paidByHour(tx, ctx), left),
      deadlines: await deadlines(tx, ctx),
      shippedToday: total(left),
      shippedLate: total(left.filter(({ isLate }) => isLate)),
      ...(await oneRow<Pick<Day, 'pickupTime'>>(
        tx,
        sql`select pickup_time as "pickupTime" from mall_settings where mall_id = ${ctx.mallId}`,
      )),
    };
  });
}

function openFlow(tx: Tx, ctx: Ctx): Promise<FlowCell[]> {
  return rows<FlowCell>(
    tx,
    sql`
    select ${openFlowStage} as stage, shipment.channel_id as "channelId", count(*)::int as count
    ${openShipments(ctx)}
    group by 1, 2`,
  );
}

type Left = { channelId: number; hour: number; isLate: boolean; count: number };

/** What left today, in one walk. */
function leftByHour(tx: Tx, ctx: Ctx): Promise<Left[]> {
  return rows<Left>(
    tx,
    sql`
    select "channelId", ${hourOf(sql`left_in`)} as hour, "isLate", count
    from (
      select shipment.channel_id as "channelId", ${beginOfHour(sql`shipment.shipped_at`)} as left_in,
        shipment.shipped_at > shipment.ship_by is true as "isLate", count(*)::int as count
      ${leftToday(ctx)}
      group by 1, 2, 3
    ) as shipped`,
  );
}

const total = (left: readonly Left[]) => left.reduce((sum, { count }) => sum + count, 0);

function shippedFlow(left: readonly Left[]): FlowCell[] {
  return [...grouped(left, ({ channelId }) => channelId)].map(([channelId, ofChannel]) => ({
    stage: 'shipped',
    channelId,
    count: total(ofChannel),
  }));
}

type Paid = { hour: number; orders: number };

/** Each order began with shipments of its own, whatever they were bundled or split into since. */
function paidByHour(tx: Tx, ctx: Ctx): Promise<Paid[]> {
  const { from, until } = today(ctx);
  const paidToday = (isOpen: boolean) => sql`
    select shipment.base_order_id as id, shipment.paid_at as at from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${isOpen ? sql`is_open` : sql`not is_open`}
      and shipment.resends_shipment_id is null
      and shipment.paid_at >= ${from} and shipment.paid_at < ${until}`;
  return rows<Paid>(
    tx,
    sql`
    select ${hourOf(sql`paid_in`)} as hour, orders
    from (
      select ${beginOfHour(sql`paid.at`)} as paid_in, count(distinct paid.id)::int as orders
      from (${paidToday(true)} union all ${paidToday(false)}) as paid
      group by 1
    ) as begun`,
  );
}

function hoursOf(paid: readonly Paid[], left: readonly Left[]): HourCount[] {
  const leftIn = grouped(left, ({ hour }) => hour);
  const ordersIn = new Map(paid.map(({ hour, orders }) => [hour, orders]));
  return [...new Set([...ordersIn.keys(), ...leftIn.keys()])]
    .sort((one, other) => one - other)
    .map((hour) => ({
      hour,
      orders: ordersIn.get(hour) ?? 0,
      shipped: total(leftIn.get(hour) ?? []),
    }));
}

/** What is asked of each row; which hour in Korea that is, is asked of the groups. */
const beginOfHour = (at: SQL) => sql`date_trunc('hour', ${at})`;
const hourOf = (at: SQL) => sql`extract(hour from ${at} at time zone 'Asia/Seoul')::int`;

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

function today(ctx: Ctx): { from: string; until: string } {
  const day = koreanDay(ctx.now);
  const { from, until } = koreanPeriod(day, day);
  return { from: from.toISOString(), until: until.toISOString() };
}
