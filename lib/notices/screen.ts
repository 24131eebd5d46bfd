import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { SellerTelling } from '@/lib/channels/telling';
import { type Ctx, readMall } from '@/lib/context';
import type { PageRequest } from '@/lib/paging';
import { shownAnswer, shownText } from '@/lib/recipients/mask';
import { countTellings, pageOfTellings } from '@/lib/tellings/lists';
import { type TellingRow, tellingColumns, withNames } from '@/lib/tellings/row';

export type NoticeRow = TellingRow & {
  kind: SellerTelling;
  shipOn: string | null;
  way: 'api' | 'hand';
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
    select ${tellingColumns}, telling.kind, telling.ship_on as "shipOn", telling.way,
      orders.id as "orderId", orders.order_no as "orderNo",
      concat_ws(' · ', line.product_name, nullif(line.option, '')) as product
    from seller_notices telling ${withNames}
    join order_lines line on line.mall_id = telling.mall_id and line.id = telling.order_line_id
    join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    where telling.mall_id = ${ctx.mallId} and ${which}`,
  );
  return found.map((notice) => ({
    ...notice,
    detail: shownText(ctx, notice.detail),
    answerMessage: shownAnswer(ctx, notice.answerMessage),
  }));
}
