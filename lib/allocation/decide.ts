import type { SQL } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { expectMany } from '@/lib/shipments/many';
import type { LineBefore } from './before';
import {
  availableQty,
  candidates,
  groupByShipment,
  keptQty,
  type Loaded,
  type Serving,
  wanting,
} from './candidates';
import { type Goods, loadGoods } from './goods';
import {
  loadChannelPriorities,
  loadLines,
  loadShipments,
  type OpenLine,
  type OpenShipment,
  type Reading,
} from './load';
import { type Outcome, planAllocation } from './plan';
import { leftOut, type Reason, reasonOf } from './reasons';

export type Decided = {
  shipmentId: number;
  wantedQty: number;
  /** Reserved afterwards. */
  allocatedQty: number;
  reason: Reason;
  /** The lines whose reserved units change. */
  changes: (LineBefore & { after: number })[];
};

export type Decisions = {
  /** By id, as they are written. */
  decided: Decided[];
  /** How much of each variant is reserved afterwards, where that changes. */
  shelves: { variantId: number; allocated: number }[];
};

export type Selection = Serving & { where: SQL };

/** Reads what a selection looks at and plans on it: the half that a run and its preview share. */
export async function decide(
  tx: Tx,
  ctx: Ctx,
  selection: Selection,
  reading: Reading,
): Promise<Decisions> {
  const shipments = await loadShipments(tx, ctx, selection.where, reading);
  await expectMany(tx, shipments.length);
  const servable = shipments.filter((shipment) => !leftOut(shipment, selection.includesHeld));
  const ids = servable.map((shipment) => shipment.id);
  // The locks of the shipments guard their lines.
  const lines = await loadLines(tx, ctx, ids);
  const goods = await loadGoods(tx, ctx, lines, reading);
  const priorities = await loadChannelPriorities(tx, ctx);
  return plan({ shipments, linesOf: groupByShipment(lines, goods), goods, priorities, selection });
}

function plan(loaded: Loaded): Decisions {
  const { shipments, selection } = loaded;
  const wanted = candidates(wanting(loaded), loaded);
  const { outcomes, leftQty } = planAllocation(wanted, availableQty(loaded), selection);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.candidate.id, outcome]));
  const decided: Decided[] = [];
  for (const shipment of shipments) {
    const outcome = outcomeOf.get(shipment.id);
    const row = outcome ? planned(shipment, outcome, loaded) : passedOver(shipment, selection);
    if (row) decided.push(row);
  }
  return { decided, shelves: changedShelves(loaded.goods, leftQty) };
}

function planned(shipment: OpenShipment, outcome: Outcome, loaded: Loaded): Decided {
  const changes: Decided['changes'] = [];
  const lines = loaded.linesOf.get(shipment.id) ?? [];
  for (const [index, line] of lines.entries()) {
    const after = keptQty(shipment, line, loaded.selection) + (outcome.units[index] ?? 0);
    const before = line.allocatedQty;
    if (after !== before) changes.push({ lineId: line.id, before, after });
  }
  const allocatedQty = outcome.candidate.heldQty + outcome.servedQty + giftQty(lines);
  const reason = reasonOf(outcome, loaded.selection.priority);
  return { shipmentId: shipment.id, wantedQty: shipment.wantedQty, allocatedQty, reason, changes };
}

/** Gifts that a shipment holds; nobody waits for them. */
function giftQty(lines: readonly OpenLine[]): number {
  return lines.reduce((sum, line) => sum + (line.giftRuleId === null ? 0 : line.allocatedQty), 0);
}

/** Left out, and told why; one that is whole already needs no telling. */
function passedOver(shipment: OpenShipment, selection: Serving): Decided | null {
  const reason = leftOut(shipment, selection.includesHeld);
  if (!reason || shipment.stage === 'allocated') return null;
  const { id, wantedQty, allocatedQty } = shipment;
  return { shipmentId: id, wantedQty, allocatedQty, reason, changes: [] };
}

function changedShelves(goods: Goods, leftQty: ReadonlyMap<number, number>): Decisions['shelves'] {
  return goods.shelves
    .filter((shelf) => !goods.supplierShipped.has(shelf.variantId))
    .map((shelf) => ({ ...shelf, after: shelf.onHand - (leftQty.get(shelf.variantId) ?? 0) }))
    .filter((shelf) => shelf.after !== shelf.allocated)
    .map((shelf) => ({ variantId: shelf.variantId, allocated: shelf.after }));
}
