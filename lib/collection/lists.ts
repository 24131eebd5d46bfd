import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { shownAnswer } from '@/lib/recipients/mask';
import { unacknowledgedLines } from '@/lib/shipments/lists/waiting';
import type { RunKind } from './plan';
import { broughtBy } from './run-store';

export type UnacknowledgedLine = {
  lineId: number;
  /** The parcel that it lies in, the last where it was split. */
  shipmentId: number;
  orderId: number;
  channelName: string;
  marketplace: string;
  orderNo: string;
  productName: string;
  option: string;
  qty: number;
  amount: number;
  paidAt: string;
  shipBy: string | null;
  claimState: string;
  /** Its parcel is away: it was typed in before the channel told of it. */
  hasLeft: boolean;
  /** What came of the last 발주확인 that somebody asked for; its outcome is null while it goes on. */
  asked: { outcome: string | null; message: string } | null;
};

/** 발주전: the lines that wait for our word, the newest on top. */
export async function unacknowledged(
  ctx: Ctx,
  channelIds: number[],
  request: PageRequest,
): Promise<Page<UnacknowledgedLine>> {
  const { beyond, order, direction } = keyset(request, [sql`id`]);
  const found = await readMall(ctx, (tx) =>
    rows<{ total: number } & (UnacknowledgedLine | { lineId: null })>(
      tx,
      sql`
      with waiting as materialized (
        select distinct line.id ${unacknowledgedLines(ctx, channelIds)}
      ), page as (select id from waiting where true ${beyond} ${order})
      select counted.total, line.id as "lineId", line.order_id as "orderId",
        channel.name as "channelName", channel.marketplace, orders.order_no as "orderNo",
        line.product_name as "productName", line.option, line.qty - line.cancelled_qty as qty,
        line.amount, orders.paid_at as "paidAt", line.ship_by as "shipBy",
        line.claim_state as "claimState", parcels."shipmentId",
        coalesce(parcels."hasLeft", false) as "hasLeft", (
          select json_build_object('outcome', asked.outcome, 'message', asked.message)
          from acknowledgement_lines asked
          where asked.mall_id = line.mall_id and asked.order_line_id = line.id
          order by asked.acknowledgement_id desc limit 1
        ) as asked
      from (select count(*)::int as total from waiting) as counted
      left join page on true
      left join order_lines line on line.mall_id = ${ctx.mallId} and line.id = page.id
      left join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      left join channels channel on channel.mall_id = line.mall_id and channel.id = line.channel_id
      left join lateral (
        select max(shipment.id) as "shipmentId",
          bool_or(shipment.stage in ('shipped', 'delivered')) as "hasLeft"
        from shipment_lines part
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
      ) parcels on true
      order by page.id ${direction}`,
    ),
  );
  const lines = found.flatMap(({ total: _, ...line }) =>
    line.lineId === null ? [] : [{ ...line, asked: shownAsked(ctx, line.asked) }],
  );
  return pageOf(lines, found[0]?.total ?? 0, request, (line) => [line.lineId]);
}

const shownAsked = (ctx: Ctx, asked: UnacknowledgedLine['asked']) =>
  asked && { ...asked, message: shownAnswer(ctx, asked.message) };

/** Exactly the lines that a confirmation counts; the longest waiting first. */
export async function unacknowledgedIds(ctx: Ctx, channelIds: number[]): Promise<number[]> {
  const found = await readMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select distinct line.id ${unacknowledgedLines(ctx, channelIds)} order by 1`,
    ),
  );
  return found.map((line) => line.id);
}

export type PastCollection = {
  id: number;
  channelName: string;
  marketplace: string;
  kind: RunKind;
  state: string;
  windowFrom: string;
  windowTo: string;
  startedAt: string | null;
  seconds: number | null;
  fetched: number;
  added: number;
  updated: number;
  failed: number;
  error: string | null;
  operator: string | null;
};

const pastColumns = sql.raw(`
  run.id, channel.name as "channelName", channel.marketplace, run.kind, run.state,
  run.window_from as "windowFrom", run.window_to as "windowTo", run.started_at as "startedAt",
  extract(epoch from run.finished_at - run.started_at)::float8 as seconds, run.fetched, run.added,
  run.updated, run.failed, run.error, operator.name as operator`);

const pastTables = sql.raw(`
  from collection_runs run
  join channels channel on channel.mall_id = run.mall_id and channel.id = run.channel_id
  left join operators operator
    on operator.mall_id = run.mall_id and operator.user_id = run.requested_by`);

/** Every collection there was, the newest on top. */
export async function pastCollections(
  ctx: Ctx,
  channelIds: number[],
  request: PageRequest,
): Promise<Page<PastCollection>> {
  const { beyond, order } = keyset(request, [sql`run.id`]);
  const ofChannels =
    channelIds.length > 0
      ? sql`and run.channel_id = any(${sql.param(channelIds)}::bigint[])`
      : sql``;
  return readMall(ctx, async (tx) => {
    const runs = await rows<PastCollection>(
      tx,
      sql`select ${pastColumns} ${pastTables}
        where run.mall_id = ${ctx.mallId} ${ofChannels} ${beyond} ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from collection_runs run
        where run.mall_id = ${ctx.mallId} ${ofChannels}`,
    );
    return pageOf(runs, total, request, (run) => [run.id]);
  });
}

export type BroughtOrder = {
  orderId: number;
  orderNo: string;
  marketOrderNo: string;
  orderedAt: string;
  paidAt: string;
  productName: string;
  lineCount: number;
  units: number;
};

/** One collection with the orders it brought; null where there is none of this id. */
export async function collectionOrders(
  ctx: Ctx,
  runId: number,
  request: PageRequest,
): Promise<{ run: PastCollection; orders: Page<BroughtOrder> } | null> {
  const { beyond, order } = keyset(request, [sql`orders.id`]);
  return readMall(ctx, async (tx) => {
    const [run] = await rows<PastCollection>(
      tx,
      sql`select ${pastColumns} ${pastTables}
        where run.mall_id = ${ctx.mallId} and run.id = ${runId}`,
    );
    if (!run) return null;
    const brought = await rows<BroughtOrder>(
      tx,
      sql`
      select orders.id as "orderId", orders.order_no as "orderNo",
        orders.market_order_no as "marketOrderNo", orders.ordered_at as "orderedAt",
        orders.paid_at as "paidAt", content.*
      from orders
      cross join lateral (
        select min(line.product_name) as "productName", count(*)::int as "lineCount",
          sum(line.qty)::int as units
        from order_lines line
        where line.mall_id = orders.mall_id and line.order_id = orders.id
      ) content
      where orders.mall_id = ${ctx.mallId} and ${broughtBy(ctx, runId)} ${beyond}
      ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from orders
        where mall_id = ${ctx.mallId} and ${broughtBy(ctx, runId)}`,
    );
    return { run, orders: pageOf(brought, total, request, (row) => [row.orderId]) };
  });
}

export type QuarantinedOrder = {
  id: number;
  channelName: string;
  marketplace: string;
  orderNo: string | null;
  reason: string;
  createdAt: string;
  runId: number | null;
};

/** 보관함: what could not be read, the newest on top; of one run where it is named. */
export async function quarantinedOrders(
  ctx: Ctx,
  request: PageRequest,
  runId?: number,
): Promise<Page<QuarantinedOrder>> {
  const { beyond, order } = keyset(request, [sql`stored.id`]);
  const waiting = sql`stored.mall_id = ${ctx.mallId} and stored.resolved_at is null
    ${runId === undefined ? sql`` : sql`and stored.collection_run_id = ${runId}`}`;
  return readMall(ctx, async (tx) => {
    const orders = await rows<QuarantinedOrder>(
      tx,
      sql`
      select stored.id, channel.name as "channelName", channel.marketplace,
        stored.order_no as "orderNo", stored.reason, stored.created_at as "createdAt",
        stored.collection_run_id as "runId"
      from quarantined_orders stored
      join channels channel
        on channel.mall_id = stored.mall_id and channel.id = stored.channel_id
      where ${waiting} ${beyond}
      ${order}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from quarantined_orders stored where ${waiting}`,
    );
    return pageOf(orders, total, request, (row) => [row.id]);
  });
}
