import { compositionOf, freeQty } from './goods';
import { type Column, type Demand, eachLine, type Policy } from './plan';
import { type Criterion, type Rankable, ranking } from './priority';
import type { Wares } from './wares';

/** How a run serves; which shipments it looks at is asked of the database. */
export type Serving = Policy & {
  priority: readonly Criterion[];
  reallocatesWhole: boolean;
  reallocatesPartly: boolean;
  includesHeld: boolean;
};

/** What shipments want, and what each of their lines holds already and does not give back. */
export type Asked = Demand & { keptQty: Int32Array };

/** What the shipments at these places ask for when they are served in this way. */
export function demandOf(wares: Wares, asking: readonly number[], serving: Serving): Asked {
  const { shipments, lines, firstLines, compositionOf, compositions } = wares;
  const keptQty = keptOf(wares, asking, serving);
  return {
    asking,
    ids: shipments.id,
    ranks: ranking(serving.priority, rankableOf(wares)),
    firstLines,
    wantedQty: keptQty.map((kept, line) => (lines.qty[line] ?? 0) - kept),
    compositionOf,
    compositions,
    keptQty,
  };
}

function keptOf(wares: Wares, asking: readonly number[], serving: Serving): Int32Array {
  const { shipments, lines } = wares;
  const kept = new Int32Array(lines.allocatedQty);
  for (const place of asking) {
    if (shipments.allocatedQty[place] === 0 || !givesBack(wares, place, serving)) continue;
    eachLine(wares, place, (line) => {
      if (!lines.isGift[line]) kept[line] = 0;
    });
  }
  return kept;
}

function givesBack({ shipments }: Wares, place: number, serving: Serving): boolean {
  return shipments.standing[place]?.stage === 'allocated'
    ? serving.reallocatesWhole
    : serving.reallocatesPartly;
}

function rankableOf(wares: Wares): Rankable {
  const { shipments, priorities } = wares;
  return {
    ...shipments,
    channelPriority: shipments.channelId.map((id) => priorities.get(id) ?? 0),
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

/** What is free now, and what those who ask give back. */
export function availableQty(wares: Wares, { asking, keptQty }: Asked): Map<number, number> {
  const { shipments, lines, compositions, compositionOf } = wares;
  const available = freeQty(wares.goods);
  for (const place of asking) {
    if (shipments.allocatedQty[place] === 0) continue;
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
