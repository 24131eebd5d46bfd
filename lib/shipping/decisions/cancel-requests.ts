import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { shownText } from '@/lib/recipients/mask';

export type StoppedPush = {
  pushId: number;
  shipmentId: number;
  shippedAt: string | null;
  marketplace: string;
  channelName: string;
  orderId: number;
  orderNo: string;
  productName: string;
  option: string;
  otherLines: number;
  courier: string;
  waybillNo: string;
  /** The buyer's request as last read; null when it came only to the check before sending. */
  claim: { state: string; reason: string; requestedAt: string } | null;
};

/** 배송후 취소요청: what has left here and was not told to its channel, because its buyer asked to cancel. */
export async function stoppedPushes(ctx: Ctx, request: PageRequest): Promise<Page<StoppedPush>> {
  const { beyond, order, direction } = keyset(request, [sql`push.id`]);
  const stopped = sql`from pushes push where push.mall_id = ${ctx.mallId} and push.state = 'stopped'`;
  return readMall(ctx, async (tx) => {
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total ${stopped}`,
    );
    const found = await rows<StoppedPush>(
      tx,
      sql`
      with page as (select push.* ${stopped} ${beyond} ${order})
      select push.id as "pushId", push.shipment_id as "shipmentId",
        shipment.shipped_at as "shippedAt", channel.marketplace, channel.name as "channelName",
        push.order_id as "orderId", orders.order_no as "orderNo", coalesce(content."productName", '') as "productName",
        coalesce(content.option, '') as option, coalesce(content."otherLines", 0) as "otherLines",
        push.courier, push.waybill_no as "waybillNo", asked.claim
      from page push
      join shipments shipment
        on shipment.mall_id = push.mall_id and shipment.id = push.shipment_id
      join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      left join lateral (
        select (array_agg(line.product_name order by line.id))[1] as "productName",
          (array_agg(line.option order by line.id))[1] as option,
          count(*)::int - 1 as "otherLines"
        from order_lines line
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no
      ) content on true
      left join lateral (
        select json_build_object('state', claim.state, 'reason', claim.reason,
          'requestedAt', claim.requested_at) as claim
        from order_lines line
        join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
          and claim.kind = 'cancel'
        where line.mall_id = push.mall_id and line.order_id = push.order_id
          and line.channel_unit_no = push.channel_unit_no
        order by claim.state = 'requested' desc, claim.requested_at desc limit 1
      ) asked on true
      order by push.id ${direction}`,
    );
    const shown = found.map((push) => ({
      ...push,
      claim: push.claim && { ...push.claim, reason: shownText(ctx, push.claim.reason) },
    }));
    return pageOf(shown, total, request, (push) => [push.pushId]);
  });
}
