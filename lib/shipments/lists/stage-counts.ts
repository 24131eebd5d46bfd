import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { apiMarketplaces } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { isUnapprovedReturn, isUnsentExchange } from '../claims/owed-answers';
import { isSoldOut } from '../claims/sold-out';
import { bundleQuestions } from './bundle-questions';
import { type CollectedChannel, healthOf, isInTrouble } from './channel-health';
import { isWaiting, openShipments, unacknowledgedLines, waitsForShipping } from './waiting';

export type StageCounts = {
  /** Channels that are late or in error. */
  collect: number;
  match: number;
  bundle: number;
  allocate: number;
  invoice: number;
  ship: number;
  panel: Record<PanelCount, number>;
};

export type PanelCount =
  | 'collectTrouble'
  | 'pushFailed'
  | 'pushStopped'
  | 'fileWaiting'
  | 'answerFailed'
  | 'noticeWaiting'
  | 'unacknowledged'
  | 'ready'
  | 'cancelRequested'
  | 'exchangeRequested'
  | 'returnRequested'
  | 'returnUnapproved'
  | 'exchangeUnsent'
  | 'claimWithdrawn'
  | 'relabel'
  | 'unmatched'
  | 'bundleQuestion'
  | 'short'
  | 'held'
  | 'notInvoiced'
  | 'notPrinted'
  | 'shipByToday'
  | 'late';

type Counts = Record<
  Exclude<PanelCount, 'collectTrouble'> | 'unmatchedShipments' | 'allocate' | 'ship',
  number
>;

/** What waits at each stage, in one walk over the open shipments. Held ones are counted apart. */
export async function stageCounts(ctx: Ctx): Promise<StageCounts> {
  const { counts, collect } = await readMall(ctx, async (tx) => ({
    collect: await channelsInTrouble(tx, ctx),
    counts: await oneRow<Counts>(
      tx,
      sql`
      with standings as materialized (${standings(ctx)})
      select * from (${shipmentCounts(ctx)}) as shipments, (${lineCounts(ctx)}) as lines,
        (${toldCounts(ctx)}) as told, (${claimCounts(ctx)}) as claims`,
    ),
  }));
  return {
    collect,
    match: counts.unmatchedShipments,
    bundle: counts.bundleQuestion,
    allocate: counts.allocate,
    invoice: counts.notInvoiced,
    ship: counts.ship,
    panel: { ...counts, collectTrouble: collect },
  };
}

/**
 * The open shipments that stand alike as one row, with the columns that the conditions below and those
 * of the lists ask: many conditions are asked of some dozens of rows, not of each shipment.
 */
function standings(ctx: Ctx): SQL {
  const { shipByToday, late } = isWaiting(ctx);
  return sql`
    select stage, hold_kinds, ship_method, is_history, is_unacknowledged, printed_count, why,
      count(*) as shipments, sum(unmatched_lines) as unmatched_lines,
      count(*) filter (where ${shipByToday}) as due_today, count(*) filter (where ${late}) as late
    ${openShipments(ctx)}
    group by stage, hold_kinds, ship_method, is_history, is_unacknowledged, printed_count, why`;
}

/** Whatever a list elsewhere holds is counted by that list's own condition. */
function shipmentCounts(ctx: Ctx): SQL {
  const waiting = isWaiting(ctx);
  const isFree = sql`shipment.hold_kinds = '{}'`;
  const those = (condition: SQL) =>
    sql`coalesce(sum(shipments) filter (where ${condition}), 0)::int`;
  return sql`
    select ${those(sql`stage = 'unmatched'`)} as "unmatchedShipments",
      coalesce(sum(unmatched_lines) filter (where stage = 'unmatched'), 0)::int as unmatched,
      ${those(sql`stage = 'ready' and ${isFree} and not is_unacknowledged`)} as allocate,
      ${those(sql`stage = 'allocated' and ship_method = 'parcel' and ${isFree}`)} as "notInvoiced",
      ${those(waitsForShipping)} as ship,
      ${those(sql`hold_kinds <> '{}' and not is_history`)} as held,
      ${those(sql`stage = 'ready' and why between 310 and 319 and ${isFree}
        and not is_history`)} as short,
      ${those(sql`stage = 'invoiced' and ship_method = 'parcel' and printed_count = 0`)}
        as "notPrinted",
      ${those(waiting.ready)} as ready,
      (select count(*)::int from (${bundleQuestions(ctx)}) as question) as "bundleQuestion",
      ${those(waiting.relabel)} as relabel,
      coalesce(sum(due_today), 0)::int as "shipByToday",
      coalesce(sum(late), 0)::int as late
    from standings shipment`;
}

function lineCounts(ctx: Ctx): SQL {
  return sql`select count(distinct line.id)::int as unacknowledged ${unacknowledgedLines(ctx)}`;
}

/** What channels were told, or should be, and did not take. */
function toldCounts(ctx: Ctx): SQL {
  const pushesThat = (state: SQL) => sql`from pushes where mall_id = ${ctx.mallId} and ${state}`;
  return sql`
    select
      (select count(distinct shipment_id)::int ${pushesThat(sql`state in ('failed', 'unknown')`)})
        as "pushFailed",
      (select count(*)::int ${pushesThat(sql`state = 'stopped'`)}) as "pushStopped",
      (select count(distinct shipment_id)::int ${pushesThat(sql`state = 'file_waiting'`)})
        as "fileWaiting",
      (select count(*)::int from claim_answers
        where mall_id = ${ctx.mallId} and state in ('failed', 'unknown')) as "answerFailed",
      (select count(*)::int from seller_notices
        where mall_id = ${ctx.mallId} and state in ('failed', 'unknown', 'by_hand'))
        as "noticeWaiting"`;
}

function claimCounts(ctx: Ctx): SQL {
  return sql`
    select count(*) filter (where kind = 'cancel' and state = 'requested' and not ${isSoldOut})::int
        as "cancelRequested",
      count(*) filter (where kind = 'exchange' and state = 'requested')::int as "exchangeRequested",
      count(*) filter (where kind = 'return' and state = 'requested')::int as "returnRequested",
      count(*) filter (where state = 'withdrawn')::int as "claimWithdrawn",
      (select count(*)::int from claims claim
        where claim.mall_id = ${ctx.mallId} and ${isUnapprovedReturn()}) as "returnUnapproved",
      (select count(*)::int from claims claim
        where claim.mall_id = ${ctx.mallId} and ${isUnsentExchange()}) as "exchangeUnsent"
    from claims claim
    where mall_id = ${ctx.mallId}
      and (state = 'requested' or (state = 'withdrawn' and seen_at is null))`;
}

async function channelsInTrouble(tx: Tx, ctx: Ctx): Promise<number> {
  const channels = await rows<CollectedChannel>(
    tx,
    sql`
    select collects_automatically as "isAutomatic", collect_interval_minutes as "intervalMinutes",
      last_success_at as "lastSuccessAt", failures_in_a_row as "failuresInARow",
      created_at as "createdAt"
    from channels
    where mall_id = ${ctx.mallId} and is_active
      and marketplace = any(${sql.param(apiMarketplaces())}::text[])`,
  );
  return channels.filter((channel) => isInTrouble(healthOf(channel, ctx.now))).length;
}
