import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { SellerTelling } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { byId } from '@/lib/paging-by-id';
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

/** What the marketplace was or is to be told of an order, the newest on top. */
export function noticesOf(ctx: Ctx, orderId: number): Promise<NoticeRow[]> {
  return readMall(ctx, (tx) =>
    readNotices(tx, ctx, sql`line.order_id = ${orderId} order by notice.id desc`),
  );
}

const listed = {
  open: sql`notice.state in ('queued', 'running', 'failed', 'unknown', 'by_hand')`,
  waiting: sql`notice.state in ('failed', 'unknown', 'by_hand')`,
} as const;

export const noticeLists = ['open', 'waiting'] as const satisfies (keyof typeof listed)[];

export type NoticeList = (typeof noticeLists)[number];

/** All that is not told yet, or without what is on its way: what waits for a person; the newest on top. */
export async function openNotices(
  ctx: Ctx,
  list: NoticeList,
  request: PageRequest,
): Promise<Page<NoticeRow>> {
  const { beyond, order } = byId(request, sql.raw('notice.id'));
  return readMall(ctx, async (tx) => {
    const found = await readNotices(tx, ctx, sql`${listed[list]} ${beyond} ${order}`);
    return pageOf(found, (await countsOf(tx, ctx))[list], request, ({ id }) => [id]);
  });
}

/** How many stand in each list; what is in the first alone is on its way. */
export function noticeCounts(ctx: Ctx): Promise<Record<NoticeList, number>> {
  return readMall(ctx, (tx) => countsOf(tx, ctx));
}

function countsOf(tx: Tx, ctx: Ctx): Promise<Record<NoticeList, number>> {
  return oneRow(
    tx,
    sql`
    select count(*)::int as open, count(*) filter (where ${listed.waiting})::int as waiting
    from seller_notices notice
    where notice.mall_id = ${ctx.mallId} and ${listed.open}`,
  );
}

async function readNotices(tx: Tx, ctx: Ctx, which: SQL): Promise<NoticeRow[]> {
  const notices = await rows<NoticeRow>(
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
    where notice.mall_id = ${ctx.mallId} and ${which}`,
  );
  return notices.map((notice) => ({ ...notice, detail: shownText(ctx, notice.detail) }));
}
