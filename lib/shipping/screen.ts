import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { courierKeys } from '@/lib/couriers/registry';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { MOST_COUNTED, type Page, type PageRequest, pageOf, readsBackwards } from '@/lib/paging';
import type { Period } from '@/lib/period';
import { shownLineId } from '@/lib/shipments/shown-line';
import { hasLine, hasPush, isMismatch } from './mismatch-condition';

export const shipSearchKinds = ['waybillNo', 'orderNo', 'shipmentId', 'recipient'] as const;

/** `unnumbered`: allocated and without a number, for what travels without one. */
export const shipStages = ['invoiced', 'unnumbered', 'shipped', 'delivered', 'all'] as const;
export type ShipStage = (typeof shipStages)[number];

/** 기간 기준: of what has not left it is the order's day, whichever is chosen. */
export const shipDates = ['ordered', 'shipped'] as const;

export type ShipFilter = Period & {
  by?: (typeof shipDates)[number];
  channelIds?: number[];
  courier?: string;
  /** 차수 */
  waveId?: number;
  /** 재고 배송상태: what our stage says. */
  stage: ShipStage;
  /** 판매처 배송상태. */
  channelState?: string;
  push?: 'failed' | 'open' | 'stopped' | 'file';
  onlyMismatch?: boolean;
  searchKind?: (typeof shipSearchKinds)[number];
  word?: string;
};

export type ShipRow = {
  id: number;
  orderedAt: string;
  shippedAt: string | null;
  courier: string | null;
  stage: string;
  holdKinds: string[];
  waybillNo: string | null;
  shipMethod: string;
  deliveredAt: string | null;
  /** 재발송: nothing of it is pushed. */
  isResent: boolean;
  /** 복수박스: how many numbers beside its own. */
  otherBoxes: number;
  issuedAt: string | null;
  orderId: number;
  orderNo: string;
  otherOrders: number;
  marketOrderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  option: string;
  otherLines: number;
  channelStates: string[];
  pushes: PushRow[];
};

export type PushRow = {
  id: number;
  state: string;
  code: string;
  message: string;
  unitNo: string;
  attempts: number;
};

/** Shipments with a number, ours and the channel's state side by side; the newest on top. */
export async function shipmentsToShip(
  ctx: Ctx,
  filter: ShipFilter,
  request: PageRequest,
): Promise<Page<ShipRow>> {
  return readMall(ctx, async (tx) => {
    const backwards = readsBackwards(request);
    const [at, id] = 'key' in request ? request.key : [];
    const date = dateOf(filter);
    const beyond = sql`
      and (shipment.${date}, shipment.id) ${backwards ? sql`>` : sql`<`} (${at}, ${id})`;
    const direction = backwards ? sql`asc` : sql`desc`;
    const inOrder = sql`
      order by shipment.${date} ${direction}, shipment.id ${direction} limit ${request.size + 1}`;
    const halves = found(ctx, filter).map(
      (from) => sql`(select shipment.* ${from} ${id === undefined ? sql`` : beyond} ${inOrder})`,
    );
    const shipments = await rows<ShipRow>(
      tx,
      sql`
      with page as (
        select * from (${sql.join(halves, sql` union all `)}) as shipment ${inOrder}
      )
      select page.id, page.ordered_at as "orderedAt", page.shipped_at as "shippedAt", page.courier,
        page.stage, page.hold_kinds as "holdKinds", page.waybill_no as "waybillNo",
        page.ship_method as "shipMethod", page.delivered_at as "deliveredAt",
        page.resends_shipment_id is not null as "isResent",
        (select count(*)::int from waybills box
          where box.mall_id = page.mall_id and box.shipment_id = page.id
            and box.state = 'box') as "otherBoxes",
        (select max(issued_at) from waybills waybill
          where waybill.mall_id = page.mall_id and waybill.shipment_id = page.id
            and waybill.state = 'issued') as "issuedAt",
        orders.id as "orderId", orders.order_no as "orderNo", orders.market_order_no as "marketOrderNo",
        channel.marketplace, channel.name as "channelName",
        content."productName", content.option, content."otherLines", content."otherOrders",
        content."channelStates", coalesce(pushed.pushes, '[]'::json) as pushes
      from page
      join orders on orders.mall_id = page.mall_id and orders.id = page.base_order_id
      join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
      left join lateral (
        select (array_agg(order_line.product_name order by line.id))[1] as "productName",
          (array_agg(order_line.option order by line.id))[1] as option,
          count(*)::int - 1 as "otherLines",
          count(distinct line.order_id)::int - 1 as "otherOrders",
          array_agg(distinct order_line.channel_state) as "channelStates"
        from shipment_lines line
        join order_lines order_line
          on order_line.mall_id = line.mall_id
          and order_line.id = ${shownLineId('line')}
        where line.mall_id = page.mall_id and line.shipment_id = page.id and line.qty > 0
      ) content on true
      left join lateral (
        select json_agg(json_build_object('id', push.id, 'state', push.state,
          'code', push.answer_code, 'message', push.answer_message,
          'unitNo', push.channel_unit_no, 'attempts', push.attempts) order by push.id) as pushes
        from pushes push
        where push.mall_id = page.mall_id and push.shipment_id = page.id
          and push.state <> 'withdrawn'
      ) pushed on true
      order by page.${date} ${direction}, page.id ${direction}`,
    );
    const total = await countFound(tx, ctx, filter);
    const isByShipping = isBy(filter, 'shipped');
    return pageOf(shipments, total, request, (row) => [
      (isByShipping && row.shippedAt) || row.orderedAt,
      row.id,
    ]);
  });
}

/** What has left is counted up to `MOST_COUNTED` and one, what is open or differs exactly. */
async function countFound(tx: Tx, ctx: Ctx, filter: ShipFilter): Promise<number> {
  const isExact = isOpenStage(filter.stage) || filter.onlyMismatch;
  const limit = isExact ? sql`` : sql`limit ${MOST_COUNTED + 1}`;
  const halves = found(ctx, filter).map((from) => sql`(select 1 ${from} ${limit})`);
  const { total } = await oneRow<{ total: number }>(
    tx,
    sql`select count(*)::int as total
      from (select * from (${sql.join(halves, sql` union all `)}) as half ${limit}) as counted`,
  );
  return total;
}

/** The ids that 전체배송처리 would act on: exactly these are counted in its question. */
export async function shippableIds(ctx: Ctx, filter: ShipFilter): Promise<number[]> {
  const invoiced = await readMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select shipment.id ${narrowed(ctx, { ...filter, by: 'ordered' }, stages.invoiced)}
        and shipment.hold_kinds = '{}' order by shipment.id`,
    ),
  );
  return invoiced.map((row) => row.id);
}

const isOpenStage = (stage: ShipStage) => stage === 'invoiced' || stage === 'unnumbered';

const stages = {
  /** With a number, or on a way that needs none. */
  invoiced: sql`shipment.is_open and (shipment.stage = 'invoiced'
    or (shipment.stage = 'allocated' and shipment.ship_method <> 'parcel'))`,
  unnumbered: sql`shipment.is_open and shipment.stage = 'allocated'
    and shipment.ship_method = 'parcel' and shipment.requested_export_id is null`,
  shipped: sql`not shipment.is_open and shipment.stage = 'shipped'`,
  delivered: sql`not shipment.is_open and shipment.stage = 'delivered'`,
  left: sql`not shipment.is_open and shipment.stage in ('shipped', 'delivered')`,
  open: sql`shipment.is_open`,
};

const isBy = ({ by = 'ordered', stage }: ShipFilter, date: ShipFilter['by']) =>
  (isOpenStage(stage) ? 'ordered' : by) === date;

const dateOf = (filter: ShipFilter) =>
  isBy(filter, 'shipped') ? sql`shipped_at` : sql`ordered_at`;

/** Open and closed ones apart: each half is read along its own index. */
function found(ctx: Ctx, filter: ShipFilter): SQL[] {
  return halvesOf(filter).map((half) => narrowed(ctx, filter, half));
}

function halvesOf(filter: ShipFilter): SQL[] {
  if (filter.stage !== 'all') return [stages[filter.stage]];
  if (isBy(filter, 'shipped')) return [stages.left];
  return [filter.onlyMismatch ? stages.open : stages.invoiced, stages.left];
}

function narrowed(ctx: Ctx, filter: ShipFilter, half: SQL): SQL {
  return sql`
    from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${half} and not shipment.is_history
      ${namesOne(filter) ? sql`` : within(filter)}
      ${sql.join(narrowing(ctx, filter), sql` `)}`;
}

/** Whoever types a number means that parcel or order, whatever its day. */
const namesOne = ({ searchKind, word }: ShipFilter) =>
  searchKind !== 'recipient' && Boolean(word?.trim());

const within = (filter: ShipFilter) => sql`
  and shipment.${dateOf(filter)} >= ${filter.from.toISOString()}
  and shipment.${dateOf(filter)} < ${filter.until.toISOString()}`;

function narrowing(ctx: Ctx, filter: ShipFilter): SQL[] {
  const { channelIds, courier, waveId, channelState, push, onlyMismatch } = filter;
  return [
    channelIds?.length
      ? sql`and shipment.channel_id = any(${sql.param(channelIds)}::bigint[])`
      : undefined,
    courier ? sql`and shipment.courier = ${courier}` : undefined,
    waveId ? sql`and shipment.wave_id = ${waveId}` : undefined,
    channelState ? sql`and ${hasLine(sql`order_line.channel_state = ${channelState}`)}` : undefined,
    push ? sql`and ${hasPush(pushStates[push])}` : undefined,
    onlyMismatch ? sql`and ${isMismatch}` : undefined,
    searched(ctx, filter),
  ].filter((condition) => condition !== undefined);
}

const pushStates = {
  failed: ['failed', 'unknown'],
  open: ['waiting', 'sending'],
  stopped: ['stopped'],
  file: ['file_waiting'],
};

/** Numbers are looked up first: shipments are read by what they lead to, however many there are. */
function searched(ctx: Ctx, { searchKind, word: typed }: ShipFilter): SQL | undefined {
  const word = typed?.trim();
  if (!word) return undefined;
  switch (searchKind ?? 'waybillNo') {
    case 'waybillNo':
      return withWaybill(ctx, normaliseWaybillNo(word));
    case 'shipmentId':
      return sql`and shipment.id = ${Number(word.replace(/\D/g, '')) || 0}`;
    case 'recipient':
      return sql`and exists (select from recipients recipient
        where recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
          and recipient.name = ${word})`;
    case 'orderNo':
      return withOrder(ctx, word);
  }
}

function withWaybill(ctx: Ctx, waybillNo: string): SQL {
  return sql`and shipment.id = any(array(
    select shipment_id from waybills
    where mall_id = ${ctx.mallId} and courier = any(${sql.param(courierKeys)}::text[])
      and waybill_no = ${waybillNo} and state in ('issued', 'box')))`;
}

function withOrder(ctx: Ctx, orderNo: string): SQL {
  return sql`and shipment.id = any(array(
    select part.shipment_id
    from (
      select id from orders
      where mall_id = ${ctx.mallId} and order_no = ${orderNo}
        and channel_id = any(array(select id from channels where mall_id = ${ctx.mallId}))
      union
      select id from orders
      where mall_id = ${ctx.mallId} and market_order_no = ${orderNo} and market_order_no <> order_no
    ) as named
    join order_lines line on line.mall_id = ${ctx.mallId} and line.order_id = named.id
    join shipment_lines part on part.mall_id = ${ctx.mallId} and part.order_line_id = line.id))`;
}
