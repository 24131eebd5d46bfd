import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { cartMarketplaces, marketplacesNumberingByAccount } from '@/lib/channels/registry';
import type { Ctx } from '@/lib/context';
import { hold } from '../holds/hold';
import { lockDuplicates } from '../locks';
import type { Touches } from '../runs/touches';

/**
 * Holds the shipments of new orders that another channel of the mall has brought already: the same
 * order number of one marketplace, or the number of the market behind a channel. Accounts that count
 * their orders each by itself (Cafe24) share numbers by chance: that says nothing. Neither does a
 * buyer's cart (ESM), which may hold orders of two accounts.
 */
export async function holdDuplicates(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  orderIds: number[],
  touches: Touches,
): Promise<void> {
  if (orderIds.length === 0) return;
  const others = await otherChannels(tx, ctx, channelId);
  if (others.sharingNumbers.length + others.mirroring.length === 0) return;
  await lockDuplicates(tx, ctx);
  const duplicates = await rows<{ shipmentId: number; otherOrderId: number }>(
    tx,
    sql`
    with seen as (
      select id, order_no, market_order_no, market_order_no <> order_no as is_mirrored
      from orders
      where mall_id = ${ctx.mallId} and id = any(${sql.param(orderIds)}::bigint[])
    ), duplicate as (
      select seen.id, other.id as other_id
      from seen
      join orders other on other.mall_id = ${ctx.mallId}
        and other.channel_id = any(${sql.param(others.sharingNumbers)}::bigint[])
        and other.order_no = seen.order_no
      union
      select seen.id, other.id
      from seen
      join orders other on other.mall_id = ${ctx.mallId}
        and other.channel_id = any(${sql.param(others.mirroring)}::bigint[])
        and other.order_no = seen.market_order_no
      where seen.is_mirrored
      union
      select seen.id, other.id
      from seen
      join orders other on other.mall_id = ${ctx.mallId}
        and other.market_order_no = seen.market_order_no
        and other.market_order_no <> other.order_no
        and other.channel_id = any(${sql.param(others.mirroring)}::bigint[])
    )
    select shipment.id as "shipmentId", min(duplicate.other_id) as "otherOrderId"
    from duplicate
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.base_order_id = duplicate.id
      and shipment.is_open
    group by shipment.id`,
  );
  await hold(
    tx,
    ctx,
    duplicates.map((row) => row.shipmentId),
    'duplicate',
  );
  for (const row of duplicates) touches.add('duplicate', row.shipmentId, [row.otherOrderId]);
}

async function otherChannels(tx: Tx, ctx: Ctx, channelId: number) {
  const carts = sql`${sql.param(cartMarketplaces())}::text[]`;
  const others = await rows<{ id: number; sharesNumbers: boolean; mayMirror: boolean }>(
    tx,
    sql`
    select other.id,
      other.marketplace = own.marketplace and (other.account = own.account
        or own.marketplace <> all(${sql.param(marketplacesNumberingByAccount())}::text[])) as "sharesNumbers",
      own.marketplace <> all(${carts}) and other.marketplace <> all(${carts}) as "mayMirror"
    from channels own
    join channels other on other.mall_id = own.mall_id and other.id <> own.id
    where own.mall_id = ${ctx.mallId} and own.id = ${channelId}`,
  );
  return {
    mirroring: others.filter((other) => other.mayMirror).map((other) => other.id),
    sharingNumbers: others.filter((other) => other.sharesNumbers).map((other) => other.id),
  };
}
