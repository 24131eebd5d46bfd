import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { endOfKoreanDay, koreanDay, koreanPeriod } from '@/lib/period';
import { hasLeft, type Stage } from '../stages';
import { shownContent } from './shown-line';

/** Numbers of the panel whose shipments stand at several stages: their rows have a list of their own. */
export const waitingLists = ['ready', 'shipByToday', 'late', 'relabel'] as const;

export type WaitingList = (typeof waitingLists)[number];

/** What is open and sent by us: over it every number of the panel is counted. */
export function openShipments(ctx: Ctx): SQL {
  return sql`from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open and not shipment.is_market_shipped`;
}

/**
 * Lines that wait for 발주확인, and the one condition of whoever lists or counts them: also of what
 * was typed in and has left before its marketplace told of it.
 */
export function unacknowledgedLines(ctx: Ctx, channelIds: number[] = []): SQL {
  const ofChannels =
    channelIds.length > 0
      ? sql`and shipment.channel_id = any(${sql.param(channelIds)}::bigint[])`
      : sql``;
  return sql`
    from shipments shipment
    join shipment_lines part on part.mall_id = shipment.mall_id
      and part.shipment_id = shipment.id and part.qty > 0
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
      and line.channel_state = 'paid'
    where shipment.mall_id = ${ctx.mallId} and shipment.is_unacknowledged
      and shipment.stage not in ('cancelled', 'absorbed') and not shipment.is_history
      and not shipment.is_market_shipped ${ofChannels}`;
}

/** 배송대기 whether held or not: with a number, or on a way that needs none. */
export const isPacked = sql`(shipment.stage = 'invoiced'
  or (shipment.stage = 'allocated' and shipment.ship_method <> 'parcel'))`;

/** Beside the tab 배송, and in its list. */
export const waitsForShipping = sql`(${isPacked} and shipment.hold_kinds = '{}')`;

/** The one condition of each list: the number counts by it and the list reads by it. */
export function isWaiting(ctx: Ctx): Record<WaitingList, SQL> {
  return {
    ready: sql`(shipment.stage in ('ready', 'allocated', 'invoiced')
      and not shipment.is_unacknowledged)`,
    shipByToday: sql`(shipment.ship_by <= ${endOfKoreanDay(ctx.now).toISOString()})`,
    late: sql`(shipment.ship_by < ${ctx.now.toISOString()})`,
    relabel: sql`(shipment.hold_kinds <> '{}' and 'relabel' = any(shipment.hold_kinds))`,
  };
}

/** Where a shipment stands in the picture of the day; `unacknowledged` waits for 발주확인. */
export const flowStages = [
  'unacknowledged',
  'unmatched',
  'ready',
  'allocated',
  'invoiced',
  'shipped',
] as const;

export type FlowStage = (typeof flowStages)[number];

/** What left today in Korea. */
export function leftToday(ctx: Ctx): SQL {
  const day = koreanDay(ctx.now);
  const { from, until } = koreanPeriod(day, day);
  return sql`from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.shipped_at >= ${from.toISOString()}
      and shipment.shipped_at < ${until.toISOString()}
      and shipment.stage in ('shipped', 'delivered')
      and not shipment.is_history and not shipment.is_market_shipped`;
}

/** The stage in the picture of the day of what is open. */
export const openFlowStage = sql`case when shipment.is_unacknowledged then 'unacknowledged'
  else shipment.stage end`;

export type ShipmentList = { waiting: WaitingList } | { flow: FlowStage };

function listed(ctx: Ctx, list: ShipmentList): SQL {
  if ('waiting' in list) return sql`${openShipments(ctx)} and ${isWaiting(ctx)[list.waiting]}`;
  if (list.flow === 'shipped') return leftToday(ctx);
  return sql`${openShipments(ctx)} and ${openFlowStage} = ${list.flow}`;
}

export type WaitingShipment = {
  id: number;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  option: string;
  otherLines: number;
  wantedQty: number;
  stage: Stage;
  holdKinds: string[];
  paidAt: string;
  shipBy: string | null;
};

/** Still here after its ship-by; what has left is late no more. */
export function isOverdue(shipment: WaitingShipment, now: Date): boolean {
  if (hasLeft(shipment)) return false;
  return shipment.shipBy !== null && new Date(shipment.shipBy) < now;
}

/** The rows behind a number of the panel or of the picture of the day, the last paid on top. */
export async function waitingShipments(
  ctx: Ctx,
  list: ShipmentList,
  channelIds: number[],
  request: PageRequest,
): Promise<Page<WaitingShipment>> {
  const newest = [sql`shipment.paid_at`, sql`shipment.id`];
  const { beyond, order, direction } = keyset(request, newest);
  const ofChannels =
    channelIds.length > 0
      ? sql`and shipment.channel_id = any(${sql.param(channelIds)}::bigint[])`
      : sql``;
  const found = sql`${listed(ctx, list)} ${ofChannels}`;
  return readMall(ctx, async (tx) => {
    const shipments = await rows<WaitingShipment>(
      tx,
      sql`
      with page as (select shipment.* ${found} ${beyond} ${order})
      select page.id, orders.id as "orderId", orders.order_no as "orderNo", channel.marketplace,
        channel.name as "channelName", coalesce(content."productName", '') as "productName",
        coalesce(content.option, '') as option, coalesce(content."otherLines", 0) as "otherLines",
        page.wanted_qty as "wantedQty", page.stage, page.hold_kinds as "holdKinds",
        page.paid_at as "paidAt", page.ship_by as "shipBy"
      from page
      join orders on orders.mall_id = page.mall_id and orders.id = page.base_order_id
      join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
      left join lateral (${shownContent('page')}) content on true
      order by page.paid_at ${direction}, page.id ${direction}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${found}`,
    );
    return pageOf(shipments, total, request, (row) => [row.paidAt, row.id]);
  });
}
