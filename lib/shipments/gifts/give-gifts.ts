import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { lockManyShipments, lockStock } from '../locks';
import { type GoneGift, planGifts } from './gift-plan';
import { writeGifts } from './gifts';
import { lockGifts, mayChange, readParcels, readRules } from './read-gifts';

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
  // Read under the locks: what left meanwhile is not among them.
  const which = sql`${mayChange} and shipment.id = any(${sql.param(ids)}::bigint[])`;
  const rules = await readRules(tx, ctx, sql`is_active`);
  const parcels = await readParcels(tx, ctx, which);
  const standing = await lockGifts(tx, ctx, which);
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
