import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { Touches } from '../runs/touches';
import { undueGifts } from './gift-plan';
import { writeGifts } from './gifts';
import { lockGifts, mayChange, readParcels, readRules } from './read-gifts';

/**
 * Of these parcels, whose content a person has changed, those with a number or with the courier's
 * program lose the gifts whose condition what is bought no longer meets; nothing is given anew. What
 * the other parcels of their orders and splits hold counts, also what has left. The caller holds the
 * locks of the shipments; the others get their gifts when the run ends.
 */
export async function takeBackGifts(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: number[],
  touches: Touches,
): Promise<void> {
  const ids = sql`any(${sql.param(shipmentIds)}::bigint[])`;
  const standing = await lockGifts(
    tx,
    ctx,
    sql`shipment.is_open and not (${mayChange}) and shipment.id = ${ids}`,
  );
  if (standing.length === 0) return;
  const ruleIds = standing.map((gift) => gift.ruleId);
  const rules = await readRules(tx, ctx, sql`id = any(${sql.param(ruleIds)}::bigint[])`);
  const bought = await readParcels(
    tx,
    ctx,
    sql`shipment.resends_shipment_id is null and shipment.id in (
      select other.shipment_id from shipment_lines own
      join shipment_lines other on other.mall_id = own.mall_id and other.order_id = own.order_id
      where own.mall_id = ${ctx.mallId} and own.shipment_id = ${ids}
      union
      select other.id from shipments own
      join shipments other on other.mall_id = own.mall_id and other.split_group = own.split_group
      where own.mall_id = ${ctx.mallId} and own.id = ${ids})`,
  );
  const undue = new Set(undueGifts(rules, bought, standing));
  const removed = standing
    .filter(({ lineId }) => undue.has(lineId))
    .map(({ lineId, shipmentId, qty, isReserved }) => ({
      ...{ id: lineId, shipmentId, allocatedQty: isReserved ? qty : 0 },
    }));
  if (removed.length === 0) return;
  await writeGifts(tx, ctx, { removed, added: [] });
  for (const { shipmentId } of removed) touches.add('giftsTakenBack', shipmentId, []);
}
