import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { type LockedLine, lockOrderLines } from '../locks';
import { openTouches } from '../runs/touches';
import type { HoldKind } from '../stages';
import { releaseAllocation } from '../stock';
import { type ClosableHold, noteBefore, planClosing } from './closing-plan';
import { dropGifts } from './lonely-gifts';
import { lineIdsIn, lockParcelsOf, type Parcels } from './parcels';
import { refreshShipments } from './refresh';
import { removeUnits } from './retire';

export type Closed = { closed: number; numbered: number; mixed: number };

/**
 * Closes held parcels by a person's word, their stock given back, nothing pushed: what the channel
 * has shipped becomes history, a duplicate is cancelled here alone. What has a number, or holds
 * goods that have not left, stays and is counted. Undone by reopenHeld.
 */
export async function closeHeld(
  ctx: Ctx,
  { shipmentIds, kind }: { shipmentIds: readonly number[]; kind: ClosableHold },
): Promise<Closed> {
  return inMall(ctx, async (tx) => {
    const lineIds = await lineIdsIn(tx, ctx, shipmentIds);
    await lockOrderLines(tx, ctx, lineIds);
    const parcels = await lockParcelsOf(tx, ctx, lineIds);
    const asked = [...parcels.shipments.values()].filter(({ id }) => shipmentIds.includes(id));
    const left = await linesThatLeft(tx, ctx, lineIds);
    const { closed, kept } = planClosing(kind, asked, parcels.parts, left);
    if (closed.length + kept.length === 0) throw new ExpectedError('errors.notFound');
    const touches = openTouches(tx, ctx, 'settle', { kind });
    const touch = kind === 'duplicate' ? 'cancelledAsDuplicate' : 'closedAsHistory';
    for (const id of closed) touches.add(touch, id, [], noteBefore(beforeOf(id, parcels)));
    if (kind === 'duplicate') await cancelHere(tx, ctx, partsOf(closed, parcels));
    else await makeHistory(tx, ctx, closed, partsOf(closed, parcels));
    await touches.finish();
    const count = (reason: string) => kept.filter(({ why }) => why === reason).length;
    return { closed: closed.length, numbered: count('numbered'), mixed: count('mixed') };
  });
}

async function linesThatLeft(tx: Tx, ctx: Ctx, lineIds: number[]): Promise<Set<number>> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from order_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param(lineIds)}::bigint[])
      and channel_state not in ('paid', 'acknowledged', 'cancelled')`,
  );
  return new Set(found.map((line) => line.id));
}

function partsOf(shipmentIds: readonly number[], { parts }: Parcels): LockedLine[] {
  return parts.filter((part) => shipmentIds.includes(part.shipmentId) && part.qty > 0);
}

function beforeOf(shipmentId: number, parcels: Parcels) {
  return {
    kinds: (parcels.shipments.get(shipmentId)?.holdKinds ?? []) as HoldKind[],
    units: partsOf([shipmentId], parcels).flatMap(({ id, qty, orderLineId }) =>
      orderLineId ? { partId: id, qty } : [],
    ),
  };
}

async function makeHistory(tx: Tx, ctx: Ctx, shipmentIds: number[], parts: LockedLine[]) {
  await dropGifts(
    tx,
    ctx,
    parts.filter((part) => part.orderLineId === null),
  );
  await releaseAllocation(
    tx,
    ctx,
    parts.filter((part) => part.orderLineId !== null),
  );
  await refreshShipments(tx, ctx, shipmentIds);
  await tx.execute(sql`
    update shipments
    set stage = 'shipped', is_history = true, allocated_qty = wanted_qty, hold_kinds = '{}'
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])`);
}

/** Gifts leave with the last of what they were given for. */
async function cancelHere(tx: Tx, ctx: Ctx, parts: LockedLine[]) {
  const wanted = parts.filter((part) => part.orderLineId !== null);
  const plans = [...grouped(wanted, (part) => part.orderLineId ?? 0)].map(([orderLineId, own]) => ({
    orderLineId,
    retiredQty: own.reduce((total, part) => total + part.qty, 0),
    changes: own.map(({ id, shipmentId }) => ({ partId: id, shipmentId, qty: 0, allocatedQty: 0 })),
  }));
  const cancelled = await removeUnits(tx, ctx, plans);
  await tx.execute(sql`
    update shipments set hold_kinds = '{}'
    where mall_id = ${ctx.mallId} and id = any(${sql.param(cancelled)}::bigint[])`);
}
