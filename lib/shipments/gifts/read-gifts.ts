import { type SQL, sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import type { GiftRule, Parcel, ParcelLine, StandingGift } from './gift-plan';

/** Whose content may still change: matched, without a number, and not with the courier's program. */
export const mayChange = sql`shipment.is_open and not shipment.is_history
  and shipment.stage in ('ready', 'allocated') and shipment.requested_export_id is null
  and not shipment.is_market_shipped and shipment.resends_shipment_id is null
  and shipment.ship_method <> 'none'`;

export function readRules(tx: Tx, ctx: Ctx, which: SQL): Promise<GiftRule[]> {
  return rows<GiftRule>(
    tx,
    sql`
    select id, basis, channel_ids as "channelIds", variant_ids as "variantIds", tags,
      (extract(epoch from paid_from) * 1000)::bigint as "paidFromMs",
      (extract(epoch from paid_to) * 1000)::bigint as "paidToMs",
      min_amount as "minAmount", min_qty as "minQty", first_count as "firstCount",
      variant_id as "variantId", qty
    from gift_rules where mall_id = ${ctx.mallId} and ${which} order by id`,
  );
}

type LineRow = ParcelLine &
  Pick<Parcel, 'shipmentId' | 'group' | 'baseOrderId' | 'isUnacknowledged'> & {
    isSentByUs: boolean;
    isDoubted: boolean;
  };

/** What is bought in these shipments. */
export async function readParcels(tx: Tx, ctx: Ctx, which: SQL): Promise<Parcel[]> {
  const lines = await rows<LineRow>(
    tx,
    sql`
    select shipment.id as "shipmentId", coalesce(shipment.split_group, shipment.id) as "group",
      shipment.base_order_id as "baseOrderId", part.order_id as "orderId",
      orders.channel_id as "channelId",
      (extract(epoch from orders.paid_at) * 1000)::bigint as "paidAtMs", part.qty, part.amount,
      coalesce(goods.variant_ids, '{}') as "variantIds", coalesce(goods.tags, '{}') as tags,
      coalesce(goods.is_sent_by_us, true) as "isSentByUs",
      'duplicate' = any(shipment.hold_kinds) as "isDoubted",
      shipment.is_unacknowledged as "isUnacknowledged"
    from shipments shipment
    join shipment_lines part on part.mall_id = shipment.mall_id and part.shipment_id = shipment.id
    join orders on orders.mall_id = part.mall_id and orders.id = part.order_id
    left join (
      select item.composition_id, array_agg(distinct variant.id) as variant_ids,
        array_agg(distinct tag) filter (where tag is not null) as tags,
        bool_or(not variant.is_supplier_shipped) as is_sent_by_us
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      left join unnest(variant.tags) as tag on true
      where item.mall_id = ${ctx.mallId}
      group by item.composition_id
    ) goods on goods.composition_id = part.composition_id
    where shipment.mall_id = ${ctx.mallId} and ${which}
      and part.gift_rule_id is null and part.qty > 0
    order by shipment.id, part.id`,
  );
  return [...grouped(lines, (line) => line.shipmentId).values()].flatMap((ofParcel) => {
    const [first] = ofParcel;
    if (!first) return [];
    const { isDoubted, ...parcel } = first;
    const takesGifts = !isDoubted && ofParcel.some((line) => line.isSentByUs);
    return [{ ...parcel, takesGifts, lines: ofParcel }];
  });
}

/** Locks the gifts that stand in these shipments. */
export function lockGifts(tx: Tx, ctx: Ctx, which: SQL): Promise<StandingGift[]> {
  return rows<StandingGift>(
    tx,
    sql`
    select gift.id as "lineId", shipment.id as "shipmentId",
      coalesce(shipment.split_group, shipment.id) as "group", gift.gift_rule_id as "ruleId",
      gift.order_id as "orderId", item.variant_id as "variantId", gift.qty,
      gift.allocated_qty = gift.qty as "isReserved"
    from shipment_lines gift
    join shipments shipment
      on shipment.mall_id = gift.mall_id and shipment.id = gift.shipment_id
    join composition_items item
      on item.mall_id = gift.mall_id and item.composition_id = gift.composition_id
    where gift.mall_id = ${ctx.mallId} and gift.gift_rule_id is not null and ${which}
    order by gift.id for update of gift`,
  );
}
