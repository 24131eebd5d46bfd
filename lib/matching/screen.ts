import { type SQL, sql } from 'drizzle-orm';
import { withoutLoops } from '@/db/expect-many';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { MOST_COUNTED, type Page, type PageRequest, pageOf } from '@/lib/paging';
import { withReasons } from './code-meanings';
import {
  asksLines,
  countUnmatched,
  type LineFilter,
  openLines,
  unmatchedLines,
  waitingApart,
} from './open-lines';
import { isOutdated } from './rematch/outdated';
import type { SellerCodes, WhyUnmatched } from './why-unmatched';

export type WaitingKey = SellerCodes & {
  /** A shipment line of the key: what the dialog opens with. */
  lineId: number;
  /** 관리번호 */
  orderLineId: number;
  channelId: number;
  marketplace: string;
  channelName: string;
  productCode: string;
  productName: string;
  option: string;
  orderNo: string;
  unitPrice: number;
  lines: number;
  units: number;
  oldestPaidAt: string;
  shipmentId: number;
  why: WhyUnmatched;
};

export type WaitingLine = Omit<WaitingKey, 'lines' | 'oldestPaidAt'> & {
  orderId: number;
  paidAt: string;
};

const MAX_KEYS = 500;

export type WaitingCounts = { keys: number; lines: number };

export type MatchCounts = WaitingCounts & { matched: number; held: number };

/** How many rows each tab holds; what waits is taken from whoever has counted it. */
export async function matchCounts(
  ctx: Ctx,
  filter: LineFilter,
  counted?: WaitingCounts,
): Promise<MatchCounts> {
  return readMall(ctx, async (tx) => ({
    ...(counted ?? (await countWaiting(tx, ctx, filter))),
    ...(await oneRow<Omit<MatchCounts, keyof WaitingCounts>>(
      tx,
      sql`
      select (select count(*)::int ${firstOf(matchedOnly(ctx, filter, 'count'))}) as matched,
        (select count(distinct shipment.id)::int ${heldLines(ctx)}) as held`,
    )),
  }));
}

function countWaiting(tx: Tx, ctx: Ctx, filter: LineFilter): Promise<WaitingCounts> {
  const ofThose = asksLines(filter) ? sql`where order_line_id in (select id from line)` : sql``;
  return withoutLoops(tx, () =>
    oneRow(
      tx,
      sql`
      with ${waitingApart(ctx, filter)}
      select (select count(*)::int from part ${ofThose}) as lines,
        (select count(*)::int from (
          select from line group by channel_id, product_key, option_key) as key) as keys`,
    ),
  );
}

/**
 * What waits for a match, one row a product + option, the most wanted first, and how much there is of
 * it. At most 500 rows, each shown by the first of its lines: the names of those that are not shown
 * are not read.
 */
export async function waitingKeys(
  ctx: Ctx,
  filter: LineFilter,
): Promise<{ rows: WaitingKey[]; counts: WaitingCounts }> {
  return readMall(ctx, async (tx) => {
    const found = await withoutLoops(tx, () =>
      rows<Omit<WaitingKey, 'why'> & { all: WaitingCounts }>(tx, mostWantedKeys(ctx, filter)),
    );
    const counts = found[0]?.all ?? { keys: 0, lines: 0 };
    const keys = found.map(({ all: _, ...key }) => key);
    return { rows: await withReasons(tx, ctx, keys), counts };
  });
}

const mostWantedKeys = (ctx: Ctx, filter: LineFilter) => sql`
  with ${waitingApart(ctx, filter)}, wanted as materialized (
    select min(part.id) as part_id, min(line.id) as line_id, min(line.unit_price) as unit_price,
      count(*)::int as lines, sum(part.qty)::int as units, min(waiting.paid_at) as paid_at,
      count(*) over () as all_keys, sum(count(*)) over () as all_lines
    from part
    join line on line.id = part.order_line_id
    join waiting on waiting.id = part.shipment_id
    group by line.channel_id, line.product_key, line.option_key
    order by lines desc, paid_at, part_id
    limit ${MAX_KEYS}
  ), shown as materialized (
    select * from order_lines
    where mall_id = ${ctx.mallId} and id = any(array(select line_id from wanted))
  )
  select wanted.part_id as "lineId", shown.id as "orderLineId", shown.channel_id as "channelId",
    channel.marketplace, channel.name as "channelName", shown.product_code as "productCode",
    shown.product_name as "productName", shown.option, orders.order_no as "orderNo",
    part.shipment_id as "shipmentId", shown.seller_option_code as "sellerOptionCode",
    shown.seller_product_code as "sellerProductCode",
    wanted.unit_price as "unitPrice", wanted.lines, wanted.units,
    wanted.paid_at as "oldestPaidAt",
    json_build_object('keys', wanted.all_keys, 'lines', wanted.all_lines) as all
  from wanted
  join part on part.id = wanted.part_id
  join shown on shown.id = wanted.line_id
  join orders on orders.mall_id = ${ctx.mallId} and orders.id = shown.order_id
    and orders.id = any(array(select order_id from shown))
  join channels channel on channel.mall_id = ${ctx.mallId} and channel.id = shown.channel_id
  order by wanted.lines desc, wanted.paid_at, wanted.part_id`;

/** The unmatched lines one by one, the last paid on top. */
export async function waitingLines(
  ctx: Ctx,
  filter: LineFilter,
  request: PageRequest,
): Promise<Page<WaitingLine>> {
  return readMall(ctx, async (tx) => {
    const { beyond, order } = alongOpen(request);
    const lines = await rows<Omit<WaitingLine, 'why'>>(
      tx,
      sql`
      select part.id as "lineId", line.id as "orderLineId", line.channel_id as "channelId", channel.marketplace,
        channel.name as "channelName", line.product_code as "productCode",
        line.product_name as "productName", line.option, orders.id as "orderId", orders.order_no as "orderNo",
        shipment.id as "shipmentId", line.seller_option_code as "sellerOptionCode",
        line.seller_product_code as "sellerProductCode",
        line.unit_price as "unitPrice", part.qty as units, shipment.paid_at as "paidAt"
      ${unmatchedLines(ctx, filter, 'row')} ${beyond} ${order}`,
    );
    const total = await countUnmatched(tx, ctx, filter);
    const page = pageOf(lines, total, request, (line) => [
      line.paidAt,
      line.shipmentId,
      line.lineId,
    ]);
    return { ...page, rows: await withReasons(tx, ctx, page.rows) };
  });
}

export type MatchedLine = {
  orderLineId: number;
  shipmentLineId: number;
  marketplace: string;
  channelName: string;
  orderId: number;
  orderNo: string;
  shipmentId: number;
  paidAt: string;
  productName: string;
  option: string;
  qty: number;
  rule: number | null;
  oddities: number[] | null;
  stage: string;
  /** What one unit ordered means; empty: no goods are needed. */
  items: { variantCode: string; name: string; qty: number }[];
};

/** Open lines with what they were matched to and why, the last paid on top. */
export async function matchedLines(
  ctx: Ctx,
  filter: LineFilter,
  request: PageRequest,
): Promise<Page<MatchedLine>> {
  return readMall(ctx, async (tx) => {
    const { beyond, order, direction } = alongOpen(request);
    const lines = await rows<MatchedLine>(
      tx,
      sql`
      with page as (
        select part.id as "shipmentLineId", line.id as "orderLineId", channel.marketplace,
          channel.name as "channelName", orders.id as "orderId", orders.order_no as "orderNo",
          shipment.id as "shipmentId", shipment.paid_at as "paidAt",
          line.product_name as "productName", line.option, part.qty, part.match_rule as rule,
          part.match_oddities as oddities, shipment.stage, part.composition_id
        ${matchedOnly(ctx, filter, 'row')} ${beyond} ${order}
      )
      select page.*, ${goodsOf(ctx, sql`page.composition_id`)} as items
      from page
      order by "paidAt" ${direction}, "shipmentId" ${direction}, "shipmentLineId" ${direction}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${firstOf(matchedOnly(ctx, filter, 'count'))}`,
    );
    return pageOf(lines, total, request, (line) => [
      line.paidAt,
      line.shipmentId,
      line.shipmentLineId,
    ]);
  });
}

/** A page of open lines in the order of the index of open shipments. */
const alongOpen = (request: PageRequest) =>
  keyset(request, [sql`shipment.paid_at`, sql`shipment.id`, sql`part.id`], { along: 2 });

/** What is matched is done: it is counted up to `MOST_COUNTED` and one, along the index of open shipments. */
function firstOf(from: SQL): SQL {
  return sql`from (
    select 1 ${from} order by shipment.paid_at desc, shipment.id desc limit ${MOST_COUNTED + 1}) as counted`;
}

function matchedOnly(ctx: Ctx, filter: LineFilter, needed: 'count' | 'row'): SQL {
  const odd = filter.onlyOdd ? sql`and cardinality(part.match_oddities) > 0` : sql``;
  return openLines(ctx, filter, sql`part.composition_id is not null ${odd}`, needed);
}

/** Lines of shipments that a person must look at: they would mean something else by now. */
function heldLines(ctx: Ctx): SQL {
  return sql`
    from shipments shipment
    join shipment_lines part
      on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    left join matches match on match.mall_id = line.mall_id and match.channel_id = line.channel_id
      and match.product_key = line.product_key and match.option_key = line.option_key
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open
      and shipment.hold_kinds <> '{}' and 'rematched' = any(shipment.hold_kinds) and ${isOutdated}`;
}

export type HeldLine = {
  id: number;
  productName: string;
  option: string;
  before: string;
  /** Null: its match was forgotten. */
  after: string | null;
};

export type HeldParcel = {
  shipmentId: number;
  stage: string;
  waybillNo: string | null;
  /** Those that would mean something else. */
  lines: HeldLine[];
};

/** 재매칭 보류: what lies in the parcel, and what it would be by now. At most 500. */
export async function heldForRematch(ctx: Ctx): Promise<HeldParcel[]> {
  return readMall(ctx, (tx) =>
    rows<HeldParcel>(
      tx,
      sql`
      select shipment.id as "shipmentId", shipment.stage, shipment.waybill_no as "waybillNo",
        json_agg(json_build_object('id', part.id, 'productName', line.product_name,
          'option', line.option, 'before', ${goodsText(ctx, sql`part.composition_id`)},
          'after', case when match.id is not null
            then ${goodsText(ctx, sql`match.composition_id`)} end) order by part.id) as lines
      ${heldLines(ctx)}
      group by shipment.id, shipment.stage, shipment.waybill_no
      order by shipment.id desc limit ${MAX_KEYS}`,
    ),
  );
}

/** What a composition holds; empty: no goods are needed. */
export const goodsOf = (ctx: Ctx, compositionId: SQL) => sql`(
  select coalesce(json_agg(json_build_object('variantCode', variant.variant_code,
    'name', ${variantName}, 'qty', item.qty) order by variant.variant_code), '[]'::json)
  ${heldBy(ctx, compositionId)})`;

/** The same in one line. */
const goodsText = (ctx: Ctx, compositionId: SQL) => sql`(
  select coalesce(string_agg(${variantName} || ' × ' || item.qty,
    ', ' order by variant.variant_code), '')
  ${heldBy(ctx, compositionId)})`;

const variantName = sql`trim(product.name || ' ' || variant.option)`;

const heldBy = (ctx: Ctx, compositionId: SQL) => sql`
  from composition_items item
  join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
  join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
  where item.mall_id = ${ctx.mallId} and item.composition_id = ${compositionId}`;
