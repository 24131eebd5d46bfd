import type { SQL } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import {
  type Asked,
  availableQty,
  demandOf,
  givesBack,
  isServed,
  reservedQty,
  type Serving,
} from './demand';
import { loadShipments, type Reading } from './load';
import { eachLine, type Plan, planAllocation } from './plan';
import { leftOut, type Reason, reasonOf, WHOLE } from './reasons';
import { hasLines, loadWares, type Wares } from './wares';

export type Planned = {
  wares: Wares;
  serving: Serving;
  demand: Asked;
  plan: Plan;
  /** Units of each line that are reserved afterwards. */
  lineQty: Int32Array;
};

export type Decided = {
  shipmentId: number;
  /** Reserved afterwards. */
  allocatedQty: number;
  reason: Reason;
  /** The lines whose reserved units change, and what they had before, in turn. */
  linesBefore: number[];
};

export type Selection = Serving & { where: SQL };

/** Reads what a selection looks at and plans on it: the half that a run and its preview share. */
export async function decide(
  tx: Tx,
  ctx: Ctx,
  selection: Selection,
  reading: Reading,
): Promise<Planned> {
  const shipments = await loadShipments(tx, ctx, selection.where, reading);
  await expectMany(tx, shipments.id.length);
  const ids = shipments.id.filter(
    (_, place) => isServed(shipments, place, selection) || givesBack(shipments, place, selection),
  );
  return planned(await loadWares(tx, ctx, shipments, ids, reading), selection);
}

function planned(wares: Wares, serving: Serving): Planned {
  const places = wares.shipments.id.map((_, place) => place);
  const withLines = places.filter((place) => hasLines(wares, place));
  const demand = demandOf(wares, withLines, serving);
  const plan = planAllocation(demand, availableQty(wares, demand), serving);
  const lineQty = demand.keptQty.map((kept, line) => kept + (plan.units[line] ?? 0));
  return { wares, serving, demand, plan, lineQty };
}

/** What is told of each shipment, by id. */
export function decidedBy(planned: Planned): Decided[] {
  const { wares, serving } = planned;
  const decided: Decided[] = [];
  wares.shipments.standing.forEach((one, place) => {
    if (hasLines(wares, place)) decided.push(servedAt(place, planned));
    else {
      // One that is whole already needs no telling.
      const reason = leftOut(one, serving.includesHeld);
      if (reason && one.stage === 'ready') decided.push(passedOver(place, wares, reason));
    }
  });
  return decided;
}

function servedAt(place: number, planned: Planned): Decided {
  const { lineQty, wares } = planned;
  const { shipments, lines } = wares;
  const shipmentId = shipments.id[place] ?? 0;
  let allocatedQty = 0;
  const linesBefore: number[] = [];
  eachLine(wares, place, (line) => {
    const before = lines.allocatedQty[line] ?? 0;
    const after = lineQty[line] ?? 0;
    allocatedQty += after;
    if (after !== before) linesBefore.push(lines.id[line] ?? 0, before);
  });
  const releasedQty = (shipments.allocatedQty[place] ?? 0) - allocatedQty;
  const reason = leftOutAt(place, planned, releasedQty) ?? reasonAt(place, planned);
  return { shipmentId, allocatedQty, reason, linesBefore };
}

function leftOutAt(place: number, { wares, serving }: Planned, releasedQty: number): Reason | null {
  const standing = wares.shipments.standing[place];
  const reason = standing ? leftOut(standing, serving.includesHeld) : null;
  return reason && releasedQty > 0
    ? { rule: 'heldGaveBack', values: [...reason.values, releasedQty] }
    : reason;
}

function reasonAt(place: number, { wares, demand, plan, serving }: Planned): Reason {
  const shortage = plan.shortages.get(place);
  if (!shortage) return WHOLE;
  const qty = reservedQty(wares, demand, plan.units, place);
  const wantedQty = reservedQty(wares, demand, demand.wantedQty, place);
  return reasonOf({ place, shortage, qty, wantedQty }, demand, serving.priority);
}

function passedOver(place: number, { shipments }: Wares, reason: Reason): Decided {
  const [shipmentId = 0, allocatedQty = 0] = [shipments.id[place], shipments.allocatedQty[place]];
  return { shipmentId, allocatedQty, reason, linesBefore: [] };
}

export type ChangedLines = { ids: number[]; qty: number[] };

/** The lines whose reserved units change, and how many each has afterwards. */
export function changedLines({ wares: { lines }, lineQty }: Planned): ChangedLines {
  const changed: ChangedLines = { ids: [], qty: [] };
  lineQty.forEach((qty, line) => {
    if (qty === lines.allocatedQty[line]) return;
    changed.ids.push(lines.id[line] ?? 0);
    changed.qty.push(qty);
  });
  return changed;
}

export type ChangedShelf = { variantId: number; allocated: number };

/** How much of each variant is reserved afterwards, where that changes. */
export function changedShelves({ wares: { goods }, plan }: Planned): ChangedShelf[] {
  return goods.shelves
    .filter((shelf) => !goods.supplierShipped.has(shelf.variantId))
    .map((shelf) => ({ ...shelf, after: shelf.onHand - (plan.leftQty.get(shelf.variantId) ?? 0) }))
    .filter((shelf) => shelf.after !== shelf.allocated)
    .map((shelf) => ({ variantId: shelf.variantId, allocated: shelf.after }));
}
