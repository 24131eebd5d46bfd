import { type SQL, sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { SellerTelling } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import { shownText } from '@/lib/recipients/mask';

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

const MOST_SHOWN = 500;

/** What the marketplace was or is to be told of an order, the newest on top. */
export function noticesOf(ctx: Ctx, orderId: number): Promise<NoticeRow[]> {
  return readNotices(ctx, sql`line.order_id = ${orderId}`);
}

const listed = {
  open: sql`notice.state in ('queued', 'running', 'failed', 'unknown', 'by_hand')`,
  waiting: sql`notice.state in ('failed', 'unknown', 'by_hand')`,
} as const;

export const noticeLists = ['open', 'waiting'] as const satisfies (keyof typeof listed)[];

export type NoticeList = (typeof noticeLists)[number];

/** All that is not told yet, or without what is on its way: what waits for a person. At most 500. */
export function openNotices(ctx: Ctx, list: NoticeList): Promise<NoticeRow[]> {
  return readNotices(ctx, listed[list]);
}

async function readNotices(ctx: Ctx, which: SQL): Promise<NoticeRow[]> {
  const notices = await readMall(ctx, (tx) =>
    rows<NoticeRow>(
      tx,
      sql`
      select notice.id, notice.kind, orders.id as "orderId", orders.order_no as "orderNo",
        channel.marketplace, channel.name as "channelName",
        concat_ws(' · ', line.product_name, nullif(line.option, '')) as product, notice.reason,
        notice.detail, notice.ship_on as "shipOn", notice.way, notice.state,
        notice.answer_message as "answerMessage", operator.name as operator,
        notice.created_at as "createdAt"
      from seller_notices notice
      join order_lines line on line.mall_id = notice.mall_id and line.id = notice.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join channels channel
        on channel.mall_id = notice.mall_id and channel.id = notice.channel_id
      left join operators operator
        on operator.mall_id = notice.mall_id and operator.user_id = notice.requested_by
      where notice.mall_id = ${ctx.mallId} and ${which}
      order by notice.id desc limit ${MOST_SHOWN}`,
    ),
  );
  return notices.map((notice) => ({ ...notice, detail: shownText(ctx, notice.detail) }));
}
