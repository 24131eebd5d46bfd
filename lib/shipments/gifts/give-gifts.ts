import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { lockManyShipments, lockStock } from '../locks';
import {
  type GiftRule,
  type GoneGift,
  type Parcel,
  type ParcelLine,
  planGifts,
  type StandingGift,
} from './gift-plan';
import { writeGifts } from './gifts';

export type GiftCounts = { given: number; takenBack: number };

const NOTHING: GiftCounts = { given: 0, takenBack: 0 };

/**
 * Gives the parcels that a run has touched the gifts that they are due with what lies in them now,
 * and takes back those that they are not. Other parts of their orders count too. After a run over many,
 * `kept`: who has none yet is given it when all are looked at.
 */
export async function giveGiftsAfter(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  gifts: 'due' | 'kept',
): Promise<GiftCounts> {
  const touched = await rows<{ id: number; splitGroup: number | null }>(
    tx,
    sql`
    select id, split_group as "splitGroup" from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and shipment.last_run_id = ${runId} and ${mayChange}`,
  );
  const ids = touched.map((row) => row.id);
  const groups = touched.flatMap(({ splitGroup }) => splitGroup ?? []);
  return giveGiftsTo(tx, ctx, [...ids, ...(await siblingsOf(tx, ctx, ids, groups))], gifts);
}

/** The same for these parcels, which hold all of their orders or all that is left of them. */
export async function giveGiftsTo(
  tx: Tx,
  ctx: Ctx,
  asked: number[],
  gifts: 'due' | 'kept' = 'due',
): Promise<GiftCounts> {
  if (asked.length === 0) return NOTHING;
  const ids = [...new Set(asked)].sort((a, b) => a - b);
  await lockManyShipments(tx, ctx, ids);
  const rules = await activeRules(tx, ctx);
  const parcels = await loadParcels(tx, ctx, ids);
  const standing = await standingGifts(tx, ctx, ids);
  if (rules.length + standing.length === 0) return NOTHING;
  const variantIds = [...rules, ...standing].map((one) => one.variantId);
  // Under the lock of what is given: whoever gives the same elsewhere has been counted by then.
  const free = await freeOf(tx, ctx, variantIds);
  const given = await goneGifts(tx, ctx, ids);
  const plan = planGifts({
    ...{ rules, parcels, standing, gone: given, free },
    givesNoneAnew: gifts === 'kept',
  });
  const gone = new Set(plan.removedLineIds);
  const removed = standing
    .filter((gift) => gone.has(gift.lineId))
    .map(({ lineId, shipmentId, qty, isReserved }) => ({
      ...{ id: lineId, shipmentId, allocatedQty: isReserved ? qty : 0 },
    }));
  if (plan.added.length + removed.length > 0)
    await writeGifts(tx, ctx, { removed, added: plan.added });
  return { given: plan.added.length, takenBack: removed.length };
}

/** Whose content may still change: matched, without a number, and not with the courier's program. */
export const mayChange = sql`shipment.is_open and not shipment.is_history
  and shipment.stage in ('ready', 'allocated') and shipment.requested_export_id is null
  and not shipment.is_market_shipped and shipment.resends_shipment_id is null
  and shipment.ship_method <> 'none'`;

/** Other open parcels that send a part of the same orders, or of the same split. */
async function siblingsOf(tx: Tx, ctx: Ctx, ids: number[], groups: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const ofGroups = sql`
    union
    select shipment.id from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${mayChange}
      and shipment.split_group = any(${sql.param(groups)}::bigint[])`;
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id
    from shipment_lines own
    join shipment_lines other on other.mall_id = own.mall_id and other.order_id = own.order_id
      and other.shipment_id <> own.shipment_id
    join shipments shipment
      on shipment.mall_id = other.mall_id and shipment.id = other.shipment_id and ${mayChange}
    where own.mall_id = ${ctx.mallId} and own.shipment_id = any(${sql.param(ids)}::bigint[])
    ${groups.length > 0 ? ofGroups : sql``}`,
  );
  return found.map((row) => row.id);
}

function activeRules(tx: Tx, ctx: Ctx): Promise<GiftRule[]> {
  return rows<GiftRule>(
    tx,
    sql`
    select id, basis, channel_ids as "channelIds", variant_ids as "variantIds", tags,
      (extract(epoch from paid_from) * 1000)::bigint as "paidFromMs",
      (extract(epoch from paid_to) * 1000)::bigint as "paidToMs",
      min_amount as "minAmount", min_qty as "minQty", first_count as "firstCount",
      variant_id as "variantId", qty
    from gift_rules where mall_id = ${ctx.mallId} and is_active order by id`,
  );
}

type LineRow = ParcelLine &
  Pick<Parcel, 'shipmentId' | 'group' | 'baseOrderId'> & {
    isSentByUs: boolean;
    isDoubted: boolean;
  };

/** Read again under the locks: what left meanwhile is not among them. */
async function loadParcels(tx: Tx, ctx: Ctx, ids: number[]): Promise<Parcel[]> {
  const lines = await rows<LineRow>(
    tx,
    sql`
    select shipment.id as "shipmentId", coalesce(shipment.split_group, shipment.id) as "group",
      shipment.base_order_id as "baseOrderId", part.order_id as "orderId",
      orders.channel_id as "channelId",
      (extract(epoch from orders.paid_at) * 1000)::bigint as "paidAtMs", part.qty, part.amount,
      coalesce(goods.variant_ids, '{}') as "variantIds", coalesce(goods.tags, '{}') as tags,
      coalesce(goods.is_sent_by_us, true) as "isSentByUs",
      'duplicate' = any(shipment.hold_kinds) as "isDoubted"
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
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and ${mayChange} and part.gift_rule_id is null and part.qty > 0
    order by shipment.id, part.id`,
  );
  return [...grouped(lines, (line) => line.shipmentId).values()].flatMap((ofParcel) => {
    const [first] = ofParcel;
    if (!first) return [];
    const { shipmentId, group, baseOrderId, isDoubted } = first;
    const takesGifts = !isDoubted && ofParcel.some((line) => line.isSentByUs);
    return [{ shipmentId, group, baseOrderId, takesGifts, lines: ofParcel }];
  });
}

function standingGifts(tx: Tx, ctx: Ctx, ids: number[]): Promise<StandingGift[]> {
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
    where gift.mall_id = ${ctx.mallId} and gift.gift_rule_id is not null and ${mayChange}
      and gift.shipment_id = any(${sql.param(ids)}::bigint[])
    order by gift.id for update of gift`,
  );
}

/**
 * Gifts in other parcels, or in those that have left or may not change: they count, and are not given
 * again. Where nobody counts how many there are, only those of the same orders and splits matter.
 */
function goneGifts(tx: Tx, ctx: Ctx, ids: number[]): Promise<GoneGift[]> {
  return rows<GoneGift>(
    tx,
    sql`
    select gift.gift_rule_id as "ruleId", gift.order_id as "orderId",
      coalesce(shipment.split_group, shipment.id) as "group"
    from shipment_lines gift
    join shipments shipment
      on shipment.mall_id = gift.mall_id and shipment.id = gift.shipment_id
    join gift_rules rule
      on rule.mall_id = gift.mall_id and rule.id = gift.gift_rule_id and rule.is_active
    where gift.mall_id = ${ctx.mallId} and gift.gift_rule_id is not null
      and shipment.stage <> 'cancelled'
      and not (${mayChange} and gift.shipment_id = any(${sql.param(ids)}::bigint[]))
      and (rule.first_count is not null
        or gift.order_id in (select order_id from shipment_lines
          where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[]))
        or coalesce(shipment.split_group, shipment.id) in (
          select coalesce(split_group, id) from shipments
          where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])))`,
  );
}

async function freeOf(tx: Tx, ctx: Ctx, variantIds: number[]): Promise<Map<number, number>> {
  const sorted = [...new Set(variantIds)].sort((a, b) => a - b);
  const shelves = await lockStock(tx, ctx, sorted);
  return new Map([...shelves].map(([id, { onHand, allocated }]) => [id, onHand - allocated]));
}
