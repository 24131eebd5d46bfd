import { compositionOf, freeQty, type Goods } from './goods';
import type { OpenLine, OpenShipment } from './load';
import type { Candidate, Policy } from './plan';
import { type Criterion, isTag, ranking } from './priority';

/** How a run serves; which shipments it looks at is asked of the database. */
export type Serving = Policy & {
  priority: readonly Criterion[];
  reallocatesWhole: boolean;
  reallocatesPartly: boolean;
  includesHeld: boolean;
};

export type Loaded = {
  shipments: readonly OpenShipment[];
  linesOf: ReadonlyMap<number, readonly OpenLine[]>;
  goods: Goods;
  priorities: ReadonlyMap<number, number>;
  selection: Serving;
};

/** What a shipment keeps and still wants; the same under every priority. */
export type Wanting = Pick<Candidate, 'heldQty' | 'lines'> & { shipment: OpenShipment };

/** Shipments as the plan sees them: each with its rank and what it still wants. */
export function candidates(
  wanting: readonly Wanting[],
  { linesOf, goods, priorities, selection }: Loaded,
): (Candidate & Wanting)[] {
  const rankOf = ranking(selection.priority);
  const looksAtTags = selection.priority.some(isTag);
  return wanting.map(({ shipment, heldQty, lines }) => {
    const { id, shipByMs, paidAtMs, amount, wantedQty } = shipment;
    const channelPriority = priorities.get(shipment.channelId) ?? 0;
    const tags = looksAtTags
      ? (linesOf.get(id) ?? []).flatMap((line) => compositionOf(line, goods).tags)
      : [];
    const rank = rankOf({ channelPriority, shipByMs, paidAtMs, amount, wantedQty, tags });
    return { id, rank, heldQty, lines, shipment };
  });
}

/** What each of the shipments that have lines keeps and wants. */
export function wanting({ shipments, linesOf, selection }: Loaded): Wanting[] {
  const found: Wanting[] = [];
  for (const shipment of shipments) {
    const lines = linesOf.get(shipment.id);
    if (!lines) continue;
    if (shipment.allocatedQty === 0) found.push({ shipment, heldQty: 0, lines });
    else found.push({ shipment, ...stillWanted(shipment, lines, selection) });
  }
  return found;
}

function stillWanted(shipment: OpenShipment, lines: readonly OpenLine[], selection: Serving) {
  let heldQty = 0;
  const wanted = lines.map((line) => {
    const kept = keptQty(shipment, line, selection);
    if (line.giftRuleId === null) heldQty += kept;
    return { qty: line.qty - kept, items: line.items };
  });
  return { heldQty, lines: wanted };
}

/** What a line holds already and does not give back. */
export function keptQty(
  shipment: Pick<OpenShipment, 'stage'>,
  line: OpenLine,
  selection: Serving,
): number {
  if (line.giftRuleId !== null) return line.allocatedQty;
  const givesBack =
    shipment.stage === 'allocated' ? selection.reallocatesWhole : selection.reallocatesPartly;
  return givesBack ? 0 : line.allocatedQty;
}

/** What is free now, and what these shipments give back. */
export function availableQty({
  shipments,
  linesOf,
  goods,
  selection,
}: Loaded): Map<number, number> {
  const available = freeQty(goods);
  for (const shipment of shipments) {
    if (shipment.allocatedQty === 0) continue;
    for (const line of linesOf.get(shipment.id) ?? []) {
      const released = line.allocatedQty - keptQty(shipment, line, selection);
      for (const { variantId, qty } of line.items) {
        available.set(variantId, (available.get(variantId) ?? 0) + released * qty);
      }
    }
  }
  return available;
}

/** Lines by their shipment, each told what it is made of. */
export function groupByShipment(lines: readonly OpenLine[], goods: Goods): Map<number, OpenLine[]> {
  const groups = new Map<number, OpenLine[]>();
  for (const line of lines) {
    line.items = compositionOf(line, goods).items;
    const group = groups.get(line.shipmentId);
    if (group) group.push(line);
    else groups.set(line.shipmentId, [line]);
  }
  return groups;
}
