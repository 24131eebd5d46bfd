import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { MOST_COUNTED, type Page, type PageRequest, pageOf } from '@/lib/paging';
import { koreanDay } from '@/lib/period';
import { shownAnswer } from '@/lib/recipients/mask';
import { type HoldNotes, shownNotes } from '@/lib/shipments/holds/hold-notes';
import { shownContent } from '@/lib/shipments/lists/shown-line';
import {
  dateOf,
  found,
  isBy,
  isOpenStage,
  openStandings,
  type ShipFilter,
  shippable,
} from './ship-filter';

export type ShipRow = {
  id: number;
  orderedAt: string;
  shippedAt: string | null;
  courier: string | null;
  stage: string;
  holdKinds: string[];
  holdNotes: HoldNotes;
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
    const date = dateOf(filter);
    const newest = [sql`shipment.${date}`, sql`shipment.id`];
    const { beyond, order, direction } = keyset(request, newest);
    const halves = found(ctx, filter).map(
      (from) => sql`(select shipment.* ${from} ${beyond} ${order})`,
    );
    const read = await rows<ShipRow>(
      tx,
      sql`
      with page as (
        select * from (${sql.join(halves, sql` union all `)}) as shipment ${order}
      )
      select page.id, page.ordered_at as "orderedAt", page.shipped_at as "shippedAt", page.courier,
        page.stage, page.hold_kinds as "holdKinds", page.hold_notes as "holdNotes",
        page.waybill_no as "waybillNo",
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
      left join lateral (${shownContent('page', channelsAndOrders)}) content on true
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
    const shipments = read.map((row) => ({
      ...row,
      holdNotes: shownNotes(ctx, row.holdNotes),
      pushes: row.pushes.map((push) => ({ ...push, message: shownAnswer(ctx, push.message) })),
    }));
    const total = await countFound(tx, ctx, filter);
    const isByShipping = isBy(filter, 'shipped');
    return pageOf(shipments, total, request, (row) => [
      (isByShipping && row.shippedAt) || row.orderedAt,
      row.id,
    ]);
  });
}

const channelsAndOrders = sql`, count(distinct part.order_id)::int - 1 as "otherOrders",
  array_agg(distinct line.channel_state) as "channelStates"`;

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
      sql`select shipment.id ${shippable(ctx, filter)} order by shipment.id`,
    ),
  );
  return invoiced.map((row) => row.id);
}

export type OpenStandings = {
  held: number;
  /** Of the tab that is shown, and the days that would show all of it. */
  outside: { count: number; from: string; to: string };
};

/** Beside the list: how many are held, and how many the period leaves unseen. */
export async function shipStandings(ctx: Ctx, filter: ShipFilter): Promise<OpenStandings> {
  const { held, outside, from, to } = await readMall(ctx, (tx) =>
    oneRow<{ held: number; outside: number; from: string | null; to: string | null }>(
      tx,
      openStandings(ctx, filter),
    ),
  );
  const day = (at: string | null) => koreanDay(at === null ? ctx.now : new Date(at));
  return { held, outside: { count: outside, from: day(from), to: day(to) } };
}
