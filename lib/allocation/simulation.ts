import { availableQty, candidates, type Loaded, type Wanting, wanting } from './candidates';
import type { Goods } from './goods';
import type { OpenLine, OpenShipment } from './load';
import { planAllocation } from './plan';
import { type Criterion, withFirst } from './priority';
import { leftOut } from './reasons';

/** What is varied between runs that are compared. */
export type SimulatedPolicy = {
  /** Compared before the saved priority; null: the saved one alone. */
  first: Criterion | null;
  servesPartly: boolean;
  dividesLines: boolean;
  reallocatesWhole: boolean;
  reallocatesPartly: boolean;
  includesHeld: boolean;
};

export type Forecast = {
  /** Shipments that can leave whole, with those allocated before. */
  whole: number;
  partly: number;
  none: number;
  /** Held, not acknowledged, or otherwise passed over. */
  leftOut: number;
  /** Units of the goods that these shipments want and that stay free. */
  leftQty: number;
  /** Shipments due by the end of today that cannot leave whole. */
  late: number;
  /** Of the shipments that can leave whole, in the minor unit of the currency. */
  revenue: number;
};

export type Snapshot = {
  shipments: readonly OpenShipment[];
  linesOf: ReadonlyMap<number, readonly OpenLine[]>;
  goods: Goods;
  priorities: ReadonlyMap<number, number>;
  savedPriority: readonly Criterion[];
  /** What shipments want, by what is taken back: policies that agree in it share it. */
  wanting: Map<string, Wanting[]>;
  /** Whatever is due before it is late when it does not leave now. */
  dueMs: number;
};

/** Plans one policy on what was read once for all. Pure. */
export function forecast(snapshot: Snapshot, policy: SimulatedPolicy): Forecast {
  const { shipments } = snapshot;
  const keeps = ({ stage }: OpenShipment) => stage === 'allocated' && !policy.reallocatesWhole;
  const isServable = (shipment: OpenShipment) =>
    !keeps(shipment) && !leftOut(shipment, policy.includesHeld);
  const servable = shipments.filter(isServable);
  const selection = { ...policy, priority: withFirst(snapshot.savedPriority, policy.first) };
  const loaded: Loaded = { ...snapshot, shipments: servable, selection };
  const wants = remembered(snapshot, { ...loaded, shipments });
  const asking = wants.filter(({ shipment }) => isServable(shipment));
  const stock = availableQty(loaded);
  const { outcomes, leftQty } = planAllocation(candidates(asking, loaded), stock, policy);
  const leaving = shipments.filter(keeps);
  const keptCount = leaving.length;
  let partly = 0;
  for (const { candidate, servedQty, shortage } of outcomes) {
    if (!shortage) leaving.push(candidate.shipment);
    else if (servedQty + candidate.heldQty > 0) partly++;
  }
  return {
    whole: leaving.length,
    partly,
    none: servable.length - (leaving.length - keptCount) - partly,
    leftOut: shipments.length - keptCount - servable.length,
    leftQty: freeUnits(leftQty),
    late: lateOnes(snapshot) - lateOnes({ ...snapshot, shipments: leaving }),
    revenue: leaving.reduce((sum, shipment) => sum + shipment.amount, 0),
  };
}

function remembered(snapshot: Snapshot, loaded: Loaded): Wanting[] {
  const { reallocatesWhole, reallocatesPartly } = loaded.selection;
  const key = `${reallocatesWhole} ${reallocatesPartly}`;
  const known = snapshot.wanting.get(key) ?? wanting(loaded);
  snapshot.wanting.set(key, known);
  return known;
}

function lateOnes({ shipments, dueMs }: Pick<Snapshot, 'shipments' | 'dueMs'>): number {
  return shipments.filter(({ shipByMs }) => shipByMs !== null && shipByMs <= dueMs).length;
}

/** Goods that the supplier ships are without end, and not left over. */
function freeUnits(leftQty: ReadonlyMap<number, number>): number {
  let units = 0;
  for (const qty of leftQty.values()) if (Number.isFinite(qty)) units += qty;
  return units;
}
