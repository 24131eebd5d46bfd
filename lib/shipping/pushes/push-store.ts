import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { courierCodeFor } from '@/lib/channels/courier-code';
import { channelOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { takesParts } from '@/lib/shipments/takes-parts';
import { markTold } from './mark-told';
import type { LeasedPush, PushOutcome } from './push-plan';
import { speakForSilentUnits } from './silent-units';

/** Twice a call's time-out. */
const LEASE_SECONDS = 60;

export type ChannelWithPushes = { channelId: number; marketplace: string };

/** The channels of the mall that have something due, or something lost while it was being sent. */
export async function channelsWithDuePushes(ctx: Ctx): Promise<ChannelWithPushes[]> {
  const now = ctx.now.toISOString();
  return inMall(ctx, (tx) =>
    rows<ChannelWithPushes>(
      tx,
      sql`
      select channel.id as "channelId", channel.marketplace
      from channels channel
      where channel.mall_id = ${ctx.mallId} and exists (
        select from pushes push
        where push.mall_id = ${ctx.mallId} and push.channel_id = channel.id
          and ((push.state = 'waiting' and push.due_at <= ${now})
            or (push.state = 'sending' and push.leased_until <= ${now})))
      order by channel.id`,
    ),
  );
}

type LeasedRow = Omit<LeasedPush, 'courierCode' | 'lines' | 'takesMethod'> & {
  courier: string;
  marketplace: string;
  ownCode: string | null;
  lines: { lineKey: string; quantity: number; cancelled: number; shipped: number }[];
};

/**
 * Takes due pushes of one channel for this process: `sending` is committed before anything is sent.
 * Of one unit one push at a time, the earlier first; a newer number waits while nobody knows whether
 * the older one arrived.
 */
export async function leasePushes(
  ctx: Ctx,
  channelId: number,
  limit: number,
): Promise<LeasedPush[]> {
  const now = ctx.now.toISOString();
  return inMall(ctx, async (tx) => {
    const leased = await rows<{ id: number; isLost: boolean }>(
      tx,
      sql`
      with due as (
        select id, state = 'sending' as is_lost from pushes mine
        where mall_id = ${ctx.mallId} and channel_id = ${channelId}
          and ((state = 'waiting' and due_at <= ${now})
            or (state = 'sending' and leased_until <= ${now}))
          and not exists (
            select from pushes other
            where other.mall_id = ${ctx.mallId} and other.channel_id = ${channelId}
              and other.channel_unit_no = mine.channel_unit_no and other.id <> mine.id
              and ((other.state = 'sending' and (other.leased_until > ${now} or other.id < mine.id))
                or (other.state = 'waiting' and other.due_at <= ${now} and other.id < mine.id)
                or (other.state = 'unknown' and other.shipment_id = mine.shipment_id)))
        order by id limit ${limit}
        for update skip locked
      )
      update pushes push
      set state = 'sending', attempts = push.attempts + 1,
        leased_until = ${now}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
      from due
      where push.mall_id = ${ctx.mallId} and push.id = due.id
      returning push.id, due.is_lost as "isLost"`,
    );
    const lost = new Set(leased.filter((row) => row.isLost).map((row) => row.id));
    const found = await readLeased(
      tx,
      ctx,
      leased.map((row) => row.id),
    );
    return found.map((row) => toLeasedPush(row, lost.has(row.id)));
  });
}

/** Says that this process is still at these pushes: no other takes them for lost. */
export async function keepPushes(ctx: Ctx, leased: readonly LeasedPush[]): Promise<void> {
  const until = sql`${ctx.now.toISOString()}::timestamptz
    + make_interval(secs => ${LEASE_SECONDS})`;
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update pushes push set leased_until = greatest(push.leased_until, ${until})
      from unnest(
        ${sql.param(leased.map((push) => push.id))}::bigint[],
        ${sql.param(leased.map((push) => push.attempts))}::int[]
      ) as held (id, attempts)
      where push.mall_id = ${ctx.mallId} and push.id = held.id and push.state = 'sending'
        and push.attempts = held.attempts`),
  );
}

/** A later number of the same parcel for the same unit. */
export const hasNewer = sql`exists (
  select from pushes newer
  where newer.mall_id = push.mall_id and newer.shipment_id = push.shipment_id
    and newer.channel_id = push.channel_id and newer.order_id = push.order_id
    and newer.channel_unit_no = push.channel_unit_no
    and newer.revision > push.revision)`;

/**
 * Its parcel is away and it speaks for it: no later number does, nor, where a unit is told one number,
 * another parcel that left at the same moment.
 */
export const isCurrent = sql`(shipment.stage in ('shipped', 'delivered') and not ${hasNewer}
  and (${takesParts} or not exists (
    select from pushes told
    where told.mall_id = push.mall_id and told.channel_id = push.channel_id
      and told.order_id = push.order_id and told.channel_unit_no = push.channel_unit_no
      and told.shipment_id <> push.shipment_id and told.id < push.id
      and told.state not in ('withdrawn', 'not_applicable'))))`;

function readLeased(tx: Tx, ctx: Ctx, ids: number[]): Promise<LeasedRow[]> {
  return rows<LeasedRow>(
    tx,
    sql`
    select push.id, push.channel_id as "channelId", push.channel_unit_no as "unitNo",
      orders.order_no as "orderNo", push.courier, push.waybill_no as "waybillNo", push.attempts,
      push.claims_decided_at as "claimsDecidedAt",
      shipment.ship_method as method,
      ${isCurrent} as "isCurrent", channel.marketplace, code.code as "ownCode",
      (select earlier.waybill_no from pushes earlier
        where earlier.mall_id = push.mall_id and earlier.shipment_id = push.shipment_id
          and earlier.channel_id = push.channel_id and earlier.order_id = push.order_id
          and earlier.channel_unit_no = push.channel_unit_no
          and earlier.revision < push.revision and earlier.state = 'done'
        order by earlier.revision desc limit 1) as "previousWaybillNo",
      (select coalesce(json_agg(json_build_object('lineKey', line.line_key,
          'quantity', line.qty - line.cancelled_qty, 'cancelled', line.cancelled_qty,
          'shipped', case when told_elsewhere.is_told then 0 else coalesce(part.qty, 0) end)
          order by line.line_key), '[]'::json)
        from order_lines line
        left join lateral (
          select sum(qty)::int as qty from shipment_lines
          where mall_id = line.mall_id and order_line_id = line.id
            and shipment_id = push.shipment_id) part on true
        left join lateral (
          select true as is_told from shipment_lines other
          join pushes told on told.mall_id = other.mall_id and told.shipment_id = other.shipment_id
            and told.order_id = push.order_id and told.channel_unit_no = push.channel_unit_no
            and told.id < push.id and told.state not in ('withdrawn', 'not_applicable')
          where other.mall_id = line.mall_id and other.order_line_id = line.id and other.qty > 0
            and other.shipment_id <> push.shipment_id
            and part.qty < line.qty - line.cancelled_qty
          limit 1) told_elsewhere on true
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no
          and line.qty > line.cancelled_qty) as lines,
      exists (
        select from order_lines line
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no and line.claim_state <> 'none')
        as "hasClaims",
      exists (
        select from order_lines other
        where other.mall_id = push.mall_id and other.channel_id = push.channel_id
          and other.channel_unit_no = push.channel_unit_no and other.order_id <> push.order_id
          and other.qty > other.cancelled_qty
          and other.channel_state in ('paid', 'acknowledged')
          and not exists (
            select from shipment_lines part
            where part.mall_id = other.mall_id and part.order_line_id = other.id
              and part.shipment_id = push.shipment_id and part.qty > 0)) as "sharesUnit"
    from pushes push
    join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
    join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
    join shipments shipment
      on shipment.mall_id = push.mall_id and shipment.id = push.shipment_id
    left join courier_codes code on code.mall_id = push.mall_id
      and code.marketplace = channel.marketplace and code.courier = push.courier
    where push.mall_id = ${ctx.mallId} and push.id = any(${sql.param(ids)}::bigint[])
    order by push.id`,
  );
}

function toLeasedPush(row: LeasedRow, isLost: boolean): LeasedPush {
  const { courier, marketplace, ownCode, lines, ...push } = row;
  const channel = channelOf(marketplace);
  const takesParts = channel?.capabilities.partialShipment ?? false;
  return {
    ...push,
    isLost,
    courierCode: courierCodeFor(marketplace, courier, ownCode),
    takesMethod: push.method === 'parcel' || (channel?.capabilities.shipsWithoutWaybill ?? false),
    lines: lines
      .filter((line) => !takesParts || line.shipped > 0)
      .map((line) => ({
        lineKey: line.lineKey,
        quantity: takesParts ? line.shipped : line.quantity,
        cancelled: line.cancelled,
      })),
  };
}

/**
 * Writes what became of the pushes; what the marketplace took is shipping there too. What it did not
 * take and nobody needs any more is withdrawn, and the unit's other parcels speak; what is needed
 * again after all is looked at once more.
 */
export async function recordOutcomes(ctx: Ctx, outcomes: PushOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const now = ctx.now.toISOString();
  const done = outcomes.filter((outcome) => outcome.state === 'done').map((outcome) => outcome.id);
  await inMall(ctx, async (tx) => {
    await markTold(tx, ctx, sql`push.id = any(${sql.param(done)}::bigint[])`);
    await lockPushes(
      tx,
      ctx,
      outcomes.map((outcome) => outcome.id),
    );
    const written = await rows<{ id: number; state: string }>(
      tx,
      sql`
      update pushes push
      set state = case
          when outcome.state in ('waiting', 'failed', 'stopped', 'withdrawn')
            and not ${isCurrent} then 'withdrawn'
          when outcome.state = 'withdrawn' then 'sending'
          else outcome.state end, answer_code = outcome.code, answer_message = outcome.message,
        due_at = ${now}::timestamptz + outcome.due_in_ms * interval '1 millisecond',
        leased_until = case when outcome.state in ('sending', 'withdrawn')
          then ${now}::timestamptz + outcome.due_in_ms * interval '1 millisecond' end,
        sent_at = case when outcome.state = 'done' then ${now}::timestamptz end
      from unnest(
        ${sql.param(outcomes.map((outcome) => outcome.id))}::bigint[],
        ${sql.param(outcomes.map((outcome) => outcome.state))}::text[],
        ${sql.param(outcomes.map((outcome) => outcome.code))}::text[],
        ${sql.param(outcomes.map((outcome) => outcome.message.slice(0, 500)))}::text[],
        ${sql.param(outcomes.map((outcome) => outcome.dueInMs))}::int[]
      ) as outcome (id, state, code, message, due_in_ms), shipments shipment,
        channels channel
      where push.mall_id = ${ctx.mallId} and push.id = outcome.id and push.state = 'sending'
        and channel.mall_id = push.mall_id and channel.id = push.channel_id
        and shipment.mall_id = ${ctx.mallId} and shipment.id = push.shipment_id
      returning push.id, push.state`,
    );
    const withdrawn = written.filter(({ state }) => state === 'withdrawn').map(({ id }) => id);
    if (withdrawn.length > 0) await speakForSilentUnits(tx, ctx, null, { pushIds: withdrawn });
  });
}

/** By itself, so that the next statement sees what a 배송취소 has written before it let go. */
async function lockPushes(tx: Tx, ctx: Ctx, ids: number[]): Promise<void> {
  await tx.execute(sql`
    select from pushes
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
    order by id for update`);
}
