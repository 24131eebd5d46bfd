import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { writeGifts } from '@/lib/shipments/gifts';
import { grouped } from '@/lib/shipments/grouped';
import { lockManyShipments, lockStock } from '@/lib/shipments/locks';
import { recordEvent } from '@/lib/shipments/runs';
import { type GoneGift, type Parcel, type ParcelLine, planGifts, type StandingGift } from './plan';
import { activeRules } from './rules';

/** Gives each open parcel the gifts that it is due now, and takes back those that it is not. */
export async function giveGifts(ctx: Ctx): Promise<{ given: number; takenBack: number }> {
  return inMall(ctx, async (tx) => {
    const rules = await activeRules(tx, ctx);
    const ids = rules.length > 0 ? await openParcels(tx, ctx) : await parcelsWithGifts(tx, ctx);
    if (ids.length === 0) return { given: 0, takenBack: 0 };
    await lockManyShipments(tx, ctx, ids);
    const parcels = await loadParcels(tx, ctx, ids);
    const standing = await standingGifts(tx, ctx, ids);
    const variantIds = [...rules, ...standing].map((one) => one.variantId);
    const plan = planGifts({
      rules,
      parcels,
      standing,
      gone: await goneGifts(tx, ctx, ids),
      free: await freeOf(tx, ctx, variantIds),
    });
    const gone = new Set(plan.removedLineIds);
    const removed = standing
      .filter((gift) => gone.has(gift.lineId))
      .map(({ lineId, shipmentId, qty, isReserved }) => ({
        ...{ id: lineId, shipmentId, allocatedQty: isReserved ? qty : 0 },
      }));
    const counts = { given: plan.added.length, takenBack: removed.length };
    if (counts.given + counts.takenBack === 0) return counts;
    await writeGifts(tx, ctx, { removed, added: plan.added });
    const event = { verb: 'gift.give', subject: 'shipment', subjectId: null } as const;
    await recordEvent(tx, ctx, { ...event, detail: counts });
    return counts;
  });
}

/** Whose content may still change: matched, without a number, and not with the courier's program. */
const mayChange = sql`shipment.is_open and not shipment.is_history
  and shipment.stage in ('ready', 'allocated') and shipment.requested_export_id is null
  and not shipment.is_market_shipped and shipment.resends_shipment_id is null
  and shipment.ship_method <> 'none'`;

async function openParcels(tx: Tx, ctx: Ctx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments shipment
    where shipment.mall_id = ${ctx.mallId} and ${mayChange} order by id`,
  );
  return found.map((row) => row.id);
}

async function parcelsWithGifts(tx: Tx, ctx: Ctx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment.id from shipment_lines gift
    join shipments shipment
      on shipment.mall_id = gift.mall_id and shipment.id = gift.shipment_id
    where gift.mall_id = ${ctx.mallId} and gift.gift_rule_id is not null and ${mayChange}
    order by 1`,
  );
  return found.map((row) => row.id);
}

type LineRow = ParcelLine &
  Pick<Parcel, 'shipmentId' | 'group' | 'baseOrderId'> & { isSentByUs: boolean };

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
      coalesce(goods.is_sent_by_us, true) as "isSentByUs"
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
    const { shipmentId, group, baseOrderId } = first;
    const takesGifts = ofParcel.some((line) => line.isSentByUs);
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

/** Gifts in parcels that have left or may not change: they count, and are not given again. */
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
      and not (${mayChange} and gift.shipment_id = any(${sql.param(ids)}::bigint[]))`,
  );
}

async function freeOf(tx: Tx, ctx: Ctx, variantIds: number[]): Promise<Map<number, number>> {
  const sorted = [...new Set(variantIds)].sort((a, b) => a - b);
  const shelves = await lockStock(tx, ctx, sorted);
  return new Map([...shelves].map(([id, { onHand, allocated }]) => [id, onHand - allocated]));
}
