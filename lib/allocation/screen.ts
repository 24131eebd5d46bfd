import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { koreanDay } from '@/lib/period';
import { type HoldNotes, shownNotes } from '@/lib/shipments/holds/hold-notes';
import { shownLineId } from '@/lib/shipments/lists/shown-line';
import { inPeriod, matching, type Where } from './conditions';
import { type Names, namesOf } from './names';
import {
  allocationReason,
  allocationRules,
  type ReadReason,
  shortageRules,
  verdictRules,
} from './reasons';

/**
 * 완전배송가능 · 부분배송가능 · 배송불가 of the period, 할당 전 what no allocation has said anything of,
 * 할당 제외 what none may serve now; 재고부족 and 보류 of whatever date.
 */
export const allocationTabs = [
  'whole',
  'partly',
  'none',
  'waiting',
  'leftOut',
  'short',
  'held',
] as const;

export type AllocationTab = (typeof allocationTabs)[number];

export type AllocationRow = {
  id: number;
  orderedAt: string;
  marketplace: string;
  channelName: string;
  orderId: number;
  orderNo: string;
  otherOrders: number;
  stage: string;
  holdKinds: string[];
  /** Why it is held, in the words of whoever did. */
  holdNotes: HoldNotes;
  wantedQty: number;
  allocatedQty: number;
  amount: number;
  shipBy: string | null;
  /** Null before the first run, and where another stage decided last. */
  reason: ReadReason | null;
  lines: AllocationLine[];
  /** What of the wanted is not on the shelf now. */
  missing: { variantCode: string; qty: number }[];
};

export type AllocationLine = {
  shipmentLineId: number;
  orderLineId: number;
  productName: string;
  option: string;
  qty: number;
  allocatedQty: number;
  amount: number;
};

export type AllocationScreen = {
  counts: Record<AllocationTab, number>;
  /** What waits with an older or later order date, and the days that would show all of it. */
  outside: { count: number; from: string; to: string };
  page: Page<AllocationRow>;
  names: Names;
};

/** Where the open shipments stand now, and one page of a tab, the newest orders on top. */
export async function allocationScreen(
  ctx: Ctx,
  where: Where,
  { tab, request }: { tab: AllocationTab; request: PageRequest },
): Promise<AllocationScreen> {
  return readMall(ctx, async (tx) => {
    const { counts, outside } = await count(tx, ctx, where);
    const wanted = sql`${inPeriod(where)} ${matching(where)}`;
    const condition = standing({ wanted, isServed, isHeld })[tab];
    const found = counts[tab] > 0 ? await readPage(tx, ctx, condition, request) : [];
    const page = pageOf(found, counts[tab], request, (row) => [row.orderedAt, row.id]);
    const names = await namesOf(
      tx,
      ctx,
      page.rows.map((row) => row.reason),
    );
    return { counts, outside, page, names };
  });
}

/**
 * Of a `shipment`: goods that were ordered are reserved for it, not its gift alone. With offset 0 it
 * is asked of each; joined, every line of the mall would be read.
 */
const isServed = sql`(shipment.allocated_qty > 0 and (shipment.stage <> 'ready' or exists (
  select from shipment_lines line
  where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
    and line.gift_rule_id is null and line.allocated_qty > 0 offset 0)))`;

const isHeld = sql`(hold_kinds <> '{}')`;

type Standing = { wanted: SQL; isServed: SQL; isHeld: SQL };

/** The condition of each tab on an open shipment, given which ones the operator looks at. */
function standing({ wanted, isServed, isHeld }: Standing): Record<AllocationTab, SQL> {
  const { first, last } = shortageRules;
  const isJudged = sql`coalesce(why, 0) between ${verdictRules.first} and ${verdictRules.last}`;
  const isUnserved = sql`stage = 'ready' and not ${isServed}`;
  const isFree = sql`(not ${isHeld} and not is_unacknowledged and not is_market_shipped)`;
  return {
    whole: sql`(stage = 'allocated' and ${wanted})`,
    partly: sql`(stage = 'ready' and ${isServed} and ${wanted})`,
    none: sql`(${isUnserved} and ${isFree} and ${isJudged} and ${wanted})`,
    waiting: sql`(${isUnserved} and ${isFree} and not (${isJudged}) and ${wanted})`,
    leftOut: sql`(${isUnserved} and not ${isFree} and ${wanted})`,
    short: sql`(stage = 'ready' and why between ${first} and ${last} and not ${isHeld}
      and not is_market_shipped)`,
    held: sql`(${isHeld} and not is_market_shipped)`,
  };
}

/**
 * In one walk: the conditions are asked of those that stand alike together, not of each shipment. What
 * is neither ready nor allocated is counted where it is held.
 */
async function count(
  tx: Tx,
  ctx: Ctx,
  where: Where,
): Promise<Pick<AllocationScreen, 'counts' | 'outside'>> {
  const tabs = Object.entries(
    standing({
      wanted: sql`is_inside and is_matching`,
      isServed: sql`is_served`,
      isHeld: sql`is_held`,
    }),
  );
  const those = (is: SQL) => sql`coalesce(sum(shipments) filter (where ${is}), 0)::int`;
  const { others, from, to, ...counts } = await oneRow<
    Record<AllocationTab, number> & { others: number; from: string | null; to: string | null }
  >(
    tx,
    sql`
    with standings as materialized (
      select stage, ${isServed} as is_served, why, ${isHeld} as is_held, is_market_shipped,
        is_unacknowledged, ${inPeriod(where)} as is_inside, (true ${matching(where)}) as is_matching,
        count(*) as shipments, min(ordered_at) as earliest, max(ordered_at) as latest
      from shipments shipment
      where mall_id = ${ctx.mallId} and is_open and not is_history
        and (stage in ('ready', 'allocated') or ${isHeld})
      group by 1, 2, 3, 4, 5, 6, 7, 8
    )
    select ${sql.join(
      tabs.map(([tab, is]) => sql`${those(is)} as ${sql.identifier(tab)}`),
      sql`, `,
    )},
      ${those(sql`stage = 'ready' and not is_inside and is_matching`)} as others,
      min(earliest) filter (where stage = 'ready') as from,
      max(latest) filter (where stage = 'ready') as to
    from standings`,
  );
  const day = (at: string | null) => koreanDay(at === null ? ctx.now : new Date(at));
  return { counts, outside: { count: others, from: day(from), to: day(to) } };
}

type FoundRow = Omit<AllocationRow, 'reason'> & { why: number | null; whyValues: number[] | null };

async function readPage(
  tx: Tx,
  ctx: Ctx,
  condition: SQL,
  request: PageRequest,
): Promise<AllocationRow[]> {
  const { beyond, order, direction } = keyset(request, [sql`ordered_at`, sql`id`]);
  const found = await rows<FoundRow>(
    tx,
    sql`
    with page as (
      select shipment.*, ${isServed} as is_served from shipments shipment
      where mall_id = ${ctx.mallId} and is_open and not is_history and ${condition}
        ${beyond} ${order}
    )
    select page.id, page.ordered_at as "orderedAt", page.stage, page.hold_kinds as "holdKinds",
      page.hold_notes as "holdNotes",
      page.wanted_qty as "wantedQty", page.allocated_qty as "allocatedQty", page.amount,
      page.ship_by as "shipBy", page.why_values as "whyValues",
      case when page.stage <> 'ready' or page.is_served then page.why
        when page.is_unacknowledged then ${allocationRules.unacknowledged.number}
        when page.is_market_shipped then ${allocationRules.marketShipped.number}
        else page.why end as why, channel.marketplace,
      channel.name as "channelName", orders.id as "orderId", orders.order_no as "orderNo",
      content.lines, content."otherOrders", coalesce(lack.missing, '[]'::json) as missing
    from page
    join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
    join orders on orders.mall_id = page.mall_id and orders.id = page.base_order_id
    join lateral (${contentOf}) content on true
    left join lateral (${lackOf}) lack on page.stage = 'ready'
    order by page.ordered_at ${direction}, page.id ${direction}`,
  );
  return found.map(({ why, whyValues, ...row }) => ({
    ...row,
    holdNotes: shownNotes(ctx, row.holdNotes),
    reason: allocationReason(why, whyValues),
  }));
}

const contentOf = sql`
  select count(distinct line.order_id)::int - 1 as "otherOrders",
    coalesce(json_agg(json_build_object('shipmentLineId', line.id, 'orderLineId', order_line.id,
      'productName', order_line.product_name, 'option', order_line.option, 'qty', line.qty,
      'allocatedQty', line.allocated_qty, 'amount', line.amount) order by line.id), '[]') as lines
  from shipment_lines line
  join order_lines order_line
    on order_line.mall_id = line.mall_id and order_line.id = ${shownLineId('line')}
  where line.mall_id = page.mall_id and line.shipment_id = page.id and line.qty > 0`;

const lackOf = sql`
  select json_agg(json_build_object('variantCode', short.variant_code, 'qty', short.qty)
    order by short.variant_code) as missing
  from (
    select variant.variant_code,
      sum((line.qty - line.allocated_qty) * item.qty)
        - coalesce(min(stock.on_hand - stock.allocated), 0) as qty
    from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
    where line.mall_id = page.mall_id and line.shipment_id = page.id
      and line.allocated_qty < line.qty and not variant.is_supplier_shipped
    group by variant.id, variant.variant_code
  ) short
  where short.qty > 0`;
