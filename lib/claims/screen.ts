import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf, readsBackwards } from '@/lib/paging';

export const claimKinds = ['cancel', 'exchange', 'return'] as const;
export const claimStates = ['requested', 'withdrawn', 'accepted', 'done', 'rejected'] as const;

export type ClaimRow = {
  id: number;
  requestedAt: string;
  kind: string;
  state: string;
  qty: number;
  reason: string;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  channelId: number;
  productName: string;
  option: string;
  /** Where the goods stand: the shipment that holds the line now. */
  shipmentId: number | null;
  stage: string | null;
};

/** Claims as the channels last told them, newest on top. */
export async function claimList(
  ctx: Ctx,
  filter: { kind: (typeof claimKinds)[number]; state: (typeof claimStates)[number] },
  request: PageRequest,
): Promise<Page<ClaimRow>> {
  return readMall(ctx, async (tx) => {
    const backwards = readsBackwards(request);
    const [id] = 'key' in request ? request.key : [];
    const beyond = backwards ? sql`and claim.id > ${id}` : sql`and claim.id < ${id}`;
    const found = sql`from claims claim
      where claim.mall_id = ${ctx.mallId} and claim.kind = ${filter.kind}
        and claim.state = ${filter.state}`;
    const claims = await rows<ClaimRow>(
      tx,
      sql`
      with page as (
        select claim.* ${found} ${id === undefined ? sql`` : beyond}
        order by claim.id ${backwards ? sql`asc` : sql`desc`} limit ${request.size + 1}
      )
      select page.id, page.requested_at as "requestedAt", page.kind, page.state, page.qty,
        page.reason, orders.id as "orderId", orders.order_no as "orderNo", channel.marketplace, channel.id as "channelId",
        channel.name as "channelName", line.product_name as "productName", line.option,
        standing.id as "shipmentId", standing.stage
      from page
      join order_lines line on line.mall_id = page.mall_id and line.id = page.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join channels channel on channel.mall_id = page.mall_id and channel.id = page.channel_id
      left join lateral (
        select shipment.id, shipment.stage
        from shipment_lines part
        join shipments shipment
          on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where part.mall_id = line.mall_id and part.order_line_id = line.id
        order by part.id desc limit 1
      ) standing on true
      order by page.id ${backwards ? sql`asc` : sql`desc`}`,
    );
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${found}`,
    );
    return pageOf(claims, total, request, (claim) => [claim.id]);
  });
}
