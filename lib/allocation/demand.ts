import { compositionOf, freeQty } from './goods';
import type { OpenShipments } from './load';
import { type Column, type Demand, eachLine, type Policy } from './plan';
import { type Criterion, type Rankable, ranking } from './priority';
import { leftOut } from './reasons';
import type { Wares } from './wares';

/** How a run serves; which shipments it looks at is asked of the database. */
export type Serving = Policy & {
  priority: readonly Criterion[];
  reallocatesWhole: boolean;
  reallocatesPartly: boolean;
  includesHeld: boolean;
};

/** What shipments want, who gives back, and what each line holds already and does not give back. */
export type Asked = Demand & { giving: readonly number[]; keptQty: Int32Array };

/** What the shipments at these places ask for and give back when they are served in this way. */
export function demandOf(wares: Wares, places: readonly number[], serving: Serving): Asked {
  const { shipments, lines, firstLines, compositionOf, compositions } = wares;
  const giving = places.filter((place) => givesBack(shipments, place, serving));
  const keptQty = keptOf(wares, giving);
  return {
    asking: places.filter((place) => isServed(shipments, place, serving)),
    giving,
    ids: shipments.id,
    ranks: ranking(serving.priority, rankableOf(wares)),
    firstLines,
    wantedQty: keptQty.map((kept, line) => (lines.qty[line] ?? 0) - kept),
    compositionOf,
    compositions,
    keptQty,
  };
}

/** Whether a shipment at this place is to be served. */
export function isServed(
  { standing }: OpenShipments,
  place: number,
  { includesHeld }: Pick<Serving, 'includesHeld'>,
): boolean {
  const stands = standing[place];
  return stands !== undefined && !leftOut(stands, includesHeld);
}

/** One that is held does not hoard: it gives back what others would. */
export function givesBack(shipments: OpenShipments, place: number, serving: Serving): boolean {
  const stands = shipments.standing[place];
  if (!stands || shipments.allocatedQty[place] === 0) return false;
  const reason = leftOut(stands, serving.includesHeld);
  if (reason && reason.rule !== 'held') return false;
  return stands.stage === 'allocated' ? serving.reallocatesWhole : serving.reallocatesPartly;
}

function keptOf(wares: Wares, giving: readonly number[]): Int32Array {
  const { lines } = wares;
  const kept = new Int32Array(lines.allocatedQty);
  for (const place of giving) {
    eachLine(wares, place, (line) => {
      if (!lines.isGift[line]) kept[line] = 0;
    });
  }
  return kept;
}

function rankableOf(wares: Wares): Rankable {
  const { shipments, priorities } = wares;
  return {
    ...shipments,
    channelPriorityAt: (place) => priorities.get(shipments.channelId[place] ?? 0) ?? 0,
    tagsAt: (place) => tagsOf(wares, place),
  };
}

function tagsOf(wares: Wares, place: number): string[] {
  const { lines, goods } = wares;
  const tags: string[] = [];
  eachLine(wares, place, (line) => {
    tags.push(...compositionOf(lines.compositionId[line] ?? null, goods).tags);
  });
  return tags;
}

/** What is free now, and what is given back. */
export function availableQty(wares: Wares, { giving, keptQty }: Asked): Map<number, number> {
  const { lines, compositions, compositionOf } = wares;
  const available = freeQty(wares.goods);
  for (const place of giving) {
    eachLine(wares, place, (line) => {
      const released = (lines.allocatedQty[line] ?? 0) - (keptQty[line] ?? 0);
      for (const { variantId, qty } of compositions[compositionOf[line] ?? 0] ?? [])
        available.set(variantId, (available.get(variantId) ?? 0) + released * qty);
    });
  }
  return available;
}

/** Units of a shipment when these are reserved now. For gifts that it holds nobody waits. */
export function reservedQty(
  wares: Wares,
  { keptQty }: Asked,
  units: Column,
  place: number,
): number {
  const { isGift } = wares.lines;
  let qty = 0;
  eachLine(wares, place, (line) => {
    qty += (units[line] ?? 0) + (isGift[line] ? 0 : (keptQty[line] ?? 0));
  });
  return qty;
}
