import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type ClaimKind, type ClaimState, claimKinds } from '@/lib/channels/claim';
import { type Ctx, readMall } from '@/lib/context';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import type { Period } from '@/lib/period';
import { shownText } from '@/lib/recipients/mask';
import { isUnapprovedReturn, isUnsentExchange } from '@/lib/shipments/claims/owed-answers';
import { isSoldOut } from '@/lib/shipments/claims/sold-out';
import { isIncoming } from './incoming';

export const claimQueues = [...claimKinds, 'sold_out', 'incoming', 'withdrawn'] as const;
export const claimWordKinds = [
  'orderNo',
  'waybillNo',
  'name',
  'productName',
  'shipmentId',
  'reason',
] as const;

export type ClaimFilter = {
  /** A kind as buyers ask it, what we are out of, what is still to come in, or those withdrawn that nobody has seen yet. */
  queue: (typeof claimQueues)[number];
  state: ClaimState | 'unapproved' | 'unsent' | null;
  /** When it was asked for; null is always. */
  period: Period | null;
  channelIds: readonly number[];
  kind: (typeof claimWordKinds)[number];
  word: string;
};

export type ClaimRow = {
  id: number;
  requestedAt: string;
  kind: ClaimKind;
  state: string;
  qty: number;
  /** Of an accepted cancel: had left, and is to come back. */
  sentQty: number;
  receivedQty: number;
  reason: string;
  orderId: number;
  isDecided: boolean;
  orderNo: string;
  marketplace: string;
  channelName: string;
  channelId: number;
  productName: string;
  option: string;
  /** Where the goods stand: the shipment that holds the line now. */
  shipmentId: number | null;
  stage: string | null;
  isRelabelNeeded: boolean;
};

/** Claims as the channels last told them or we decided, newest on top; what is to come in, last. */
export async function claimList(
  ctx: Ctx,
  filter: ClaimFilter,
  request: PageRequest,
): Promise<Page<ClaimRow>> {
  return readMall(ctx, async (tx) => {
    const { beyond, order, direction } = keyset(request, [sql`claim.id`], {
      rises: filter.queue === 'incoming',
    });
    const found = sql`from claims claim where ${isMeant(ctx, filter)}`;
    const claims = await rows<ClaimRow>(
      tx,
      sql`
      with page as (select claim.* ${found} ${beyond} ${order})
      select page.id, page.requested_at as "requestedAt", page.kind, page.state, page.qty,
        page.sent_qty as "sentQty",
        page.good_qty + page.defective_qty as "receivedQty",
        page.reason, page.decided_at is not null as "isDecided", orders.id as "orderId", orders.order_no as "orderNo",
        channel.marketplace, channel.id as "channelId", channel.name as "channelName",
        line.product_name as "productName", line.option, standing.id as "shipmentId",
        standing.stage, coalesce(standing.stage <> 'cancelled'
          and 'relabel' = any(standing.hold_kinds), false) as "isRelabelNeeded"
      from page
      join order_lines line on line.mall_id = page.mall_id and line.id = page.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
      left join lateral (
        select shipment.id, shipment.stage, shipment.hold_kinds
        from shipment_lines part
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where part.mall_id = line.mall_id and part.order_line_id = line.id
        order by part.id desc limit 1
      ) standing on true
      order by page.id ${direction}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${found}`,
    );
    const shown = claims.map((claim) => ({ ...claim, reason: shownText(ctx, claim.reason) }));
    return pageOf(shown, total, request, (claim) => [claim.id]);
  });
}

export type ClaimCounts = {
  queues: Record<(typeof claimQueues)[number], number>;
  states: Record<ClaimState, number>;
  /** Returns that have come in and are not approved at their channel. */
  unapproved: number;
  /** Exchanges whose new parcel has left, of which their channel has not heard the number. */
  unsent: number;
};

/** How many wait in each queue, and how many of the shown kind stand in each state. */
export async function claimCounts(ctx: Ctx, filter: ClaimFilter): Promise<ClaimCounts> {
  const narrowed = narrowing(ctx, filter);
  return readMall(ctx, async (tx) => {
    const { incoming } = await oneRow<{ incoming: number }>(
      tx,
      sql`
      select count(*)::int as incoming from claims claim
      where mall_id = ${ctx.mallId} and ${isIncoming()}`,
    );
    const queues = await oneRow<Omit<ClaimCounts['queues'], 'incoming'>>(
      tx,
      sql`
      select count(*) filter (where state = 'requested' and ${ofQueue('cancel')})::int as cancel,
        count(*) filter (where state = 'requested' and ${ofQueue('sold_out')})::int as sold_out,
        count(*) filter (where kind = 'exchange' and state = 'requested')::int as exchange,
        count(*) filter (where kind = 'return' and state = 'requested')::int as return,
        count(*) filter (where state = 'withdrawn' and seen_at is null)::int as withdrawn
      from claims claim
      where mall_id = ${ctx.mallId} and state in ('requested', 'withdrawn')`,
    );
    const found = await rows<{ state: ClaimState; count: number }>(
      tx,
      sql`
      select state, count(*)::int as count from claims claim
      where ${narrowed} and ${ofQueue(filter.queue)} group by state`,
    );
    const states = { requested: 0, accepted: 0, done: 0, rejected: 0, withdrawn: 0 };
    for (const { state, count } of found) states[state] = count;
    const owed = await oneRow<Pick<ClaimCounts, 'unapproved' | 'unsent'>>(
      tx,
      sql`
      select
        (select count(*)::int from claims claim where ${narrowed} and ${isUnapprovedReturn()})
          as unapproved,
        (select count(*)::int from claims claim where ${narrowed} and ${isUnsentExchange()})
          as unsent`,
    );
    return { queues: { ...queues, incoming }, states, ...owed };
  });
}

function isMeant(ctx: Ctx, filter: ClaimFilter): SQL {
  const narrowed = narrowing(ctx, filter);
  if (filter.queue === 'withdrawn')
    return sql`${narrowed} and claim.state = 'withdrawn' and claim.seen_at is null`;
  if (filter.queue === 'incoming') return sql`${narrowed} and ${isIncoming()}`;
  if (filter.state === 'unapproved') return sql`${narrowed} and ${isUnapprovedReturn()}`;
  if (filter.state === 'unsent') return sql`${narrowed} and ${isUnsentExchange()}`;
  const state = filter.state === null ? sql`` : sql`and claim.state = ${filter.state}`;
  return sql`${narrowed} and ${ofQueue(filter.queue)} ${state}`;
}

function ofQueue(queue: ClaimFilter['queue']): SQL {
  if (queue === 'sold_out') return sql`claim.kind = 'cancel' and ${isSoldOut}`;
  if (queue === 'cancel') return sql`claim.kind = 'cancel' and not ${isSoldOut}`;
  return sql`claim.kind = ${queue}`;
}

function narrowing(ctx: Ctx, { period, channelIds, kind, word }: ClaimFilter): SQL {
  const conditions = [sql`claim.mall_id = ${ctx.mallId}`];
  if (period)
    conditions.push(sql`claim.requested_at >= ${period.from.toISOString()}
      and claim.requested_at < ${period.until.toISOString()}`);
  if (channelIds.length > 0)
    conditions.push(sql`claim.channel_id = any(${sql.param([...channelIds])}::bigint[])`);
  if (word) conditions.push(wordCondition(ctx, kind, word));
  return sql.join(conditions, sql` and `);
}

const patternOf = (word: string) => word.replace(/[\\%_]/g, '\\$&');

function wordCondition(ctx: Ctx, kind: ClaimFilter['kind'], word: string): SQL {
  const pattern = `%${patternOf(word)}%`;
  const ofLine = (condition: SQL) => sql`exists (
    select from order_lines line
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where line.mall_id = ${ctx.mallId} and line.id = claim.order_line_id and ${condition})`;
  switch (kind) {
    case 'orderNo':
      return ofLine(sql`(orders.order_no = ${word} or orders.market_order_no = ${word})`);
    case 'waybillNo':
      return ofWaybill(ctx, normaliseWaybillNo(word));
    case 'name':
      return ctx.canSeePersonalData ? ofLine(named(`${patternOf(word)}%`)) : sql`false`;
    case 'productName':
      return ofLine(sql`line.product_name ilike ${pattern}`);
    case 'shipmentId':
      return ofLine(sql`exists (
        select from shipment_lines part
        where part.mall_id = line.mall_id and ${isOfLine} and part.shipment_id::text = ${word})`);
    case 'reason':
      return sql`claim.reason ilike ${pattern}`;
  }
}

/** Shorter ones stand in dates and quantities, too. */
const SHORTEST_TOLD = 9;

/** A `part` of a `line`, or its goods once more. */
const isOfLine = sql`(part.order_line_id = line.id or part.resent_line_id = line.id)`;

/** Ours, of whatever left with the line, once more or in exchange; or the one by which its channel has it back. */
function ofWaybill(ctx: Ctx, waybillNo: string): SQL {
  const sent = sql`select shipment_id from waybills
    where mall_id = ${ctx.mallId} and waybill_no = ${waybillNo}`;
  const told = sql`replace(claim.raw::text, '-', '') like ${`%${patternOf(waybillNo)}%`}`;
  return sql`(claim.order_line_id = any(array(
      select coalesce(part.order_line_id, part.resent_line_id) from shipment_lines part
      where part.mall_id = ${ctx.mallId} and part.shipment_id in (${sent})))
    or claim.replacement_shipment_id = any(array(${sent}))
    or ${waybillNo.length >= SHORTEST_TOLD ? told : sql`false`})`;
}

/** By the beginning of a name: the buyer's, the recipient's, or that of a parcel as it was edited. */
const named = (pattern: string) => sql`(
  exists (
    select from recipients person
    where person.mall_id = line.mall_id and person.id in (orders.orderer_id, line.recipient_id)
      and person.name like ${pattern})
  or exists (
    select from shipment_lines part
    join shipments shipment
      on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
    join recipients person
      on person.mall_id = shipment.mall_id and person.id = shipment.recipient_id
    where part.mall_id = line.mall_id and ${isOfLine} and person.name like ${pattern}))`;
