import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { takeBackGifts } from '../gifts/take-back-gifts';
import { syncClaimHolds } from '../holds/claim-holds';
import { hold, lift } from '../holds/hold';
import { markForRelabelling } from '../holds/relabel';
import type { Touches } from '../runs/touches';
import { setAllocation } from '../stock';
import { wonPrice } from '../won-price';
import { cancelledThere, holdingCancelledUnits } from './cancelled-units';
import { retireEmptied } from './emptied-numbers';
import { lockParcelsOf } from './parcels';
import { partUnfit } from './part-bundles';
import { rebase } from './rebase';
import { refreshShipments } from './refresh';
import { type PartChange, planRetirement, type Reach } from './retire-plan';

export type Cancellation = { orderLineId: number; addedQty: number };

/**
 * Cancelled units leave their shipments and their stock is given back; what is invoiced or with the
 * courier's program is held instead, and the units stay until a person takes the number back or
 * accepts the cancel: then they leave, and what is left of the parcel wants a new label.
 * The caller holds the locks of the order lines. Returns the order lines for which it did anything.
 */
export async function retire(
  tx: Tx,
  ctx: Ctx,
  cancellations: readonly Cancellation[],
  touches: Touches,
  reach: Reach = 'uncommitted',
): Promise<number[]> {
  if (cancellations.length === 0) return [];
  const lineIds = cancellations.map((cancellation) => cancellation.orderLineId);
  const { shipments, parts } = await lockParcelsOf(tx, ctx, lineIds);
  const plans = cancellations.map(({ orderLineId, addedQty }) => {
    const ofLine = parts.filter((part) => part.orderLineId === orderLineId);
    return { orderLineId, ...planRetirement(ofLine, shipments, addedQty, reach) };
  });

  const stuck = new Set(plans.flatMap((plan) => plan.stuckShipmentIds));
  const newlyHeld = [...stuck].filter(
    (id) => !shipments.get(id)?.holdKinds.includes('cancelled_by_channel'),
  );
  await hold(tx, ctx, newlyHeld, 'cancelled_by_channel');
  const changed = await removeUnits(tx, ctx, plans);
  await expectLess(tx, ctx, plans);
  const holding = new Set([...stuck, ...(await holdingCancelledUnits(tx, ctx, changed))]);
  const freed = changed.filter((id) => !holding.has(id));
  await lift(tx, ctx, freed, 'cancelled_by_channel');
  if (reach === 'committed') {
    await takeBackGifts(tx, ctx, changed, touches);
    await markForRelabelling(tx, ctx, changed, touches);
  }
  await syncClaimHolds(tx, ctx, changed, touches);
  await partUnfit(tx, ctx, changed, touches.runId);

  for (const id of newlyHeld) touches.add('cancelledByChannel', id, []);
  for (const plan of plans)
    for (const id of new Set(plan.changes.map((change) => change.shipmentId)))
      touches.add('retired', id, [plan.orderLineId, plan.retiredQty]);
  return plans
    .filter(
      (plan) => plan.retiredQty > 0 || plan.stuckShipmentIds.some((id) => newlyHeld.includes(id)),
    )
    .map((plan) => plan.orderLineId);
}

/** What had left and was to come back for a cancel, but is taken out of its parcel after all. */
async function expectLess(tx: Tx, ctx: Ctx, plans: readonly LinePlan[]): Promise<void> {
  const lineIds = plans.flatMap((plan) => (plan.retiredQty > 0 ? plan.orderLineId : []));
  if (lineIds.length === 0) return;
  await tx.execute(sql`
    update claims claim
    set sent_qty = greatest(claim.good_qty + claim.defective_qty,
      least(claim.sent_qty, ${cancelledThere} - line.cancelled_qty))
    from order_lines line
    where claim.mall_id = ${ctx.mallId} and claim.order_line_id = line.id and claim.sent_qty > 0
      and line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])`);
}

export type LinePlan = { orderLineId: number; retiredQty: number; changes: PartChange[] };

/** Takes units out of their parts and out of what their order lines want; their stock is given back. */
export async function removeUnits(tx: Tx, ctx: Ctx, plans: readonly LinePlan[]): Promise<number[]> {
  const retired = plans.filter((plan) => plan.retiredQty > 0);
  if (retired.length === 0) return [];
  const changes = retired.flatMap((plan) => plan.changes);
  await tx.execute(sql`
    update order_lines line set cancelled_qty = line.cancelled_qty + given.qty
    from ${unnested<LinePlan>({ id: ['bigint', (plan) => plan.orderLineId], qty: ['int', (plan) => plan.retiredQty] }, retired)}
    where line.mall_id = ${ctx.mallId} and line.id = given.id`);
  await setAllocation(
    tx,
    ctx,
    changes.map((change) => ({ lineId: change.partId, allocatedQty: change.allocatedQty })),
  );
  await tx.execute(sql`
    update shipment_lines part set qty = given.qty, amount = ${wonPrice(sql`line`)} * given.qty
    from ${unnested<PartChange>({ id: ['bigint', (change) => change.partId], qty: ['int', (change) => change.qty] }, changes)},
      order_lines line
    where part.mall_id = ${ctx.mallId} and part.id = given.id
      and line.mall_id = ${ctx.mallId} and line.id = part.order_line_id`);
  const shipmentIds = [...new Set(changes.map((change) => change.shipmentId))];
  await rebase(tx, ctx, shipmentIds);
  await refreshShipments(tx, ctx, shipmentIds);
  await retireEmptied(tx, ctx, shipmentIds);
  return shipmentIds;
}
