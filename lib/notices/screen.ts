import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { SellerTelling } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import type { PageRequest } from '@/lib/paging';
import { shownText } from '@/lib/recipients/mask';
import { countTellings, pageOfTellings } from '@/lib/tellings/lists';

export type NoticeRow = {
  id: number;
  kind: SellerTelling;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  product: string;
  reason: string;
  detail: string;
  shipOn: string | null;
  way: 'api' | 'hand';
  state: 'queued' | 'running' | 'done' | 'failed' | 'unknown' | 'by_hand' | 'withdrawn';
  answerMessage: string;
  operator: string | null;
  createdAt: string;
};

/** What the marketplace was or is to be told of an order, the newest on top. */
export function noticesOf(ctx: Ctx, orderId: number): Promise<NoticeRow[]> {
  return readMall(ctx, (tx) =>
    readNotices(tx, ctx, sql`line.order_id = ${orderId} order by telling.id desc`),
  );
}

const notices = {
  table: 'seller_notices',
  lists: {
    open: sql`telling.state in ('queued', 'running', 'failed', 'unknown', 'by_hand')`,
    waiting: sql`telling.state in ('failed', 'unknown', 'by_hand')`,
  },
  read: readNotices,
} as const;

export const noticeLists = ['open', 'waiting'] as const satisfies (keyof typeof notices.lists)[];

export type NoticeList = (typeof noticeLists)[number];

/** All that is not told yet, or without what is on its way: what waits for a person. */
export const openNotices = (ctx: Ctx, list: NoticeList, request: PageRequest) =>
  pageOfTellings(ctx, notices, list, request);

export const noticeCounts = (ctx: Ctx) => countTellings<NoticeList>(ctx, notices);

async function readNotices(tx: Tx, ctx: Ctx, which: SQL): Promise<NoticeRow[]> {
  const found = await rows<NoticeRow>(
    tx,
    sql`
    select telling.id, telling.kind, orders.id as "orderId", orders.order_no as "orderNo",
      channel.marketplace, channel.name as "channelName",
      concat_ws(' · ', line.product_name, nullif(line.option, '')) as product, telling.reason,
      telling.detail, telling.ship_on as "shipOn", telling.way, telling.state,
      telling.answer_message as "answerMessage", operator.name as operator,
      telling.created_at as "createdAt"
    from seller_notices telling
    join order_lines line on line.mall_id = telling.mall_id and line.id = telling.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    join channels channel
      on channel.mall_id = telling.mall_id and channel.id = telling.channel_id
    left join operators operator
      on operator.mall_id = telling.mall_id and operator.user_id = telling.requested_by
    where telling.mall_id = ${ctx.mallId} and ${which}`,
  );
  return found.map((notice) => ({ ...notice, detail: shownText(ctx, notice.detail) }));
}
