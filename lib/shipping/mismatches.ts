import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import type { Period } from '@/lib/period';
import { type MismatchFacts, type Repair, suggestedRepair } from './mismatch-plan';

export type Mismatch = MismatchFacts & {
  id: number;
  orderedAt: string;
  courier: string | null;
  waybillNo: string | null;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  productName: string;
  otherLines: number;
  repair: Repair | null;
};

const SHOWN = 500;

/** 불일치 of a period: parcels of which we and the channel say different things, newest on top. */
export async function mismatches(ctx: Ctx, { from, until }: Period): Promise<Mismatch[]> {
  return readMall(ctx, (tx) =>
    readMismatches(
      tx,
      ctx,
      sql`shipment.ordered_at >= ${from.toISOString()} and shipment.ordered_at < ${until.toISOString()}`,
    ),
  );
}

/** The same for these shipments, whoever holds their locks. */
export async function mismatchesAmong(tx: Tx, ctx: Ctx, ids: number[]): Promise<Mismatch[]> {
  return readMismatches(tx, ctx, sql`shipment.id = any(${sql.param(ids)}::bigint[])`);
}

async function readMismatches(tx: Tx, ctx: Ctx, where: SQL): Promise<Mismatch[]> {
  const found = await rows<Omit<Mismatch, 'repair'>>(
    tx,
    sql`
    select shipment.id, shipment.ordered_at as "orderedAt", shipment.stage,
      shipment.hold_kinds as "holdKinds", shipment.ship_method as "shipMethod", shipment.courier,
      shipment.waybill_no as "waybillNo", orders.id as "orderId",
      orders.order_no as "orderNo", channel.marketplace,
      channel.name as "channelName", content."productName", content."otherLines",
      content."channelStates", pushed.states as "pushStates"
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    join channels channel
      on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
    join lateral (
      select (array_agg(order_line.product_name order by line.id))[1] as "productName",
        count(*)::int - 1 as "otherLines",
        array_agg(distinct order_line.channel_state) as "channelStates"
      from shipment_lines line
      join order_lines order_line
        on order_line.mall_id = line.mall_id and order_line.id = line.order_line_id
      where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id and line.qty > 0
    ) content on true
    join lateral (
      select coalesce(array_agg(push.state) filter (where push.state <> 'withdrawn'), '{}') as states
      from pushes push
      where push.mall_id = shipment.mall_id and push.shipment_id = shipment.id
    ) pushed on true
    where shipment.mall_id = ${ctx.mallId} and ${where} and not shipment.is_history
      and not shipment.is_market_shipped
      and shipment.stage not in ('cancelled', 'absorbed')
      and case when shipment.stage in ('shipped', 'delivered')
        then (content."channelStates" && array['paid', 'acknowledged']
            and pushed.states && array['done', 'failed', 'unknown'])
          or (shipment.stage = 'shipped' and 'cancelled' = any(content."channelStates"))
        else content."channelStates" && array['shipping', 'delivered', 'confirmed'] end
    order by shipment.ordered_at desc, shipment.id desc limit ${SHOWN}`,
  );
  return found.map((mismatch) => ({ ...mismatch, repair: suggestedRepair(mismatch) }));
}
