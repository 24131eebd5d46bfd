import { availableQty, demandOf, isServed, reservedQty } from './demand';
import { planAllocation } from './plan';
import { type Criterion, withFirst } from './priority';
import { hasLines, type Wares } from './wares';

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
  wares: Wares;
  savedPriority: readonly Criterion[];
  /** Whatever is due before it is late when it does not leave now. */
  dueMs: number;
};

/** Plans one policy on what was read once for all. Pure. */
export function forecast(
  { wares, savedPriority, dueMs }: Snapshot,
  policy: SimulatedPolicy,
): Forecast {
  const { standing, amount, shipByMs } = wares.shipments;
  const kept: number[] = [];
  const looked: number[] = [];
  standing.forEach((one, place) => {
    const keeps = one.stage === 'allocated' && !policy.reallocatesWhole;
    (keeps ? kept : looked).push(place);
  });
  const servable = looked.filter((place) => isServed(wares.shipments, place, policy)).length;
  const serving = { ...policy, priority: withFirst(savedPriority, policy.first) };
  const demand = demandOf(
    wares,
    looked.filter((place) => hasLines(wares, place)),
    serving,
  );
  const { units, shortages, leftQty } = planAllocation(demand, availableQty(wares, demand), policy);
  const served = demand.asking.filter((place) => !shortages.has(place));
  const refused = [...shortages.keys()];
  const partly = refused.filter((place) => reservedQty(wares, demand, units, place) > 0).length;
  const leaving = [...kept, ...served];
  const isDue = (ms: number | null | undefined) => typeof ms === 'number' && ms <= dueMs;
  return {
    whole: leaving.length,
    partly,
    none: servable - served.length - partly,
    leftOut: standing.length - kept.length - servable,
    leftQty: freeUnits(leftQty),
    late: shipByMs.filter(isDue).length - leaving.filter((place) => isDue(shipByMs[place])).length,
    revenue: leaving.reduce((sum, place) => sum + (amount[place] ?? 0), 0),
  };
}

/** Goods that the supplier ships are without end, and not left over. */
function freeUnits(leftQty: ReadonlyMap<number, number>): number {
  let units = 0;
  for (const qty of leftQty.values()) if (Number.isFinite(qty)) units += qty;
  return units;
}
