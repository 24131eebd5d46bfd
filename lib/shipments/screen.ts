import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { apiMarketplaces } from '@/lib/channels/registry';
import { type Ctx, readMall } from '@/lib/context';
import { endOfKoreanDay } from '@/lib/period';
import { type CollectedChannel, healthOf, isInTrouble } from './channel-health';

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
  | 'unacknowledged'
  | 'ready'
  | 'cancelRequested'
  | 'exchangeRequested'
  | 'returnRequested'
  | 'unmatched'
  | 'short'
  | 'held'
  | 'notInvoiced'
  | 'notPrinted'
  | 'shipByToday'
  | 'late';

type Counts = Record<
  Exclude<keyof StageCounts | PanelCount, 'panel' | 'collect' | 'collectTrouble'>,
  number
>;

/** What waits at each stage, in one pass over the open shipments. Held ones are counted apart. */
export async function stageCounts(ctx: Ctx): Promise<StageCounts> {
  const endOfToday = endOfKoreanDay(ctx.now).toISOString();
  const { counts, collect } = await readMall(ctx, async (tx) => ({
    collect: await channelsInTrouble(tx, ctx),
    counts: await oneRow<Counts>(
      tx,
      sql`
      with open as (
        select stage, ship_method <> 'parcel' as needs_no_waybill, hold_kinds <> '{}' as is_held, is_unacknowledged, allocated_qty, ship_by,
          printed_count, why, is_bundle_question
        from shipments
        where mall_id = ${ctx.mallId} and is_open and not is_market_shipped
      )
      select
        count(*) filter (where stage = 'unmatched')::int as unmatched,
        count(*) filter (where stage = 'ready' and not is_held and not is_unacknowledged)::int as allocate,
        count(*) filter (where is_bundle_question and stage in ('ready', 'allocated') and not is_held)::int
          as bundle,
        count(*) filter (where stage = 'allocated' and not needs_no_waybill and not is_held)::int
          as invoice,
        count(*) filter (where (stage = 'invoiced' or (stage = 'allocated' and needs_no_waybill))
          and not is_held)::int as ship,
        count(*) filter (where stage in ('ready', 'allocated', 'invoiced') and not is_unacknowledged)::int
          as ready,
        count(*) filter (where is_held)::int as held,
        count(*) filter (where stage = 'ready' and why between 310 and 319 and not is_held)::int as short,
        count(*) filter (where stage = 'invoiced' and printed_count = 0)::int as "notPrinted",
        count(*) filter (where ship_by <= ${endOfToday})::int as "shipByToday",
        count(*) filter (where ship_by < ${ctx.now.toISOString()})::int as late,
        (select count(*)::int from pushes
          where mall_id = ${ctx.mallId} and state in ('failed', 'unknown')) as "pushFailed",
        (select count(distinct line.id)::int from order_lines line
          join shipment_lines part
            on part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
          join shipments shipment
            on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
            and shipment.is_open and shipment.is_unacknowledged and not shipment.is_market_shipped
          where line.mall_id = ${ctx.mallId} and line.channel_state = 'paid') as unacknowledged,
        (select count(*) filter (where kind = 'cancel')::int from claims
          where mall_id = ${ctx.mallId} and state = 'requested') as "cancelRequested",
        (select count(*) filter (where kind = 'exchange')::int from claims
          where mall_id = ${ctx.mallId} and state = 'requested') as "exchangeRequested",
        (select count(*) filter (where kind = 'return')::int from claims
          where mall_id = ${ctx.mallId} and state = 'requested') as "returnRequested"
      from open`,
    ),
  }));
  return {
    collect,
    match: counts.unmatched,
    bundle: counts.bundle,
    allocate: counts.allocate,
    invoice: counts.invoice,
    ship: counts.ship,
    panel: { ...counts, collectTrouble: collect, notInvoiced: counts.invoice },
  };
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
