/*
 * Reserves stock for shipments in the order that serves the seller best.
 * Shipments stand in line by rank, the lesser first; equal ranks by their number.
 * First everyone who can be served whole is served, and each of the others notes what it lacked.
 * Then, if the policy says so, the others get what is left, line by line.
 * A line counts in its own units, so a kit is served whole or not at all; a part of a line's
 * quantity is served only where the rest may be split off. Lines without goods follow the goods.
 *
 * Shipments and lines are places in columns of numbers: as hundreds of thousands of objects, it took
 * longer to follow them through memory than to plan.
 */

import { type Item, type Part, Shelves, type Shortage } from './shelves';

export type Column = ArrayLike<number>;

/** Shipments, with a column of ranks for each criterion of the mall's priority. */
export type Queue = { ids: Column; ranks: readonly Column[] };

/** What shipments want. Their lines stand together, in the order of the shipments. */
export type Demand = Queue & {
  /** The shipments that ask, by their places. */
  asking: readonly number[];
  /** Where the lines of each shipment begin, and behind the last where all end. */
  firstLines: Column;
  /** Units of each line that are still to be reserved. */
  wantedQty: Column;
  /** What each line is made of, as a place among the compositions. */
  compositionOf: Column;
  compositions: readonly (readonly Item[])[];
};

export type Policy = {
  /** Whoever cannot be served whole gets what is left. */
  servesPartly: boolean;
  /** A line's quantity may be served in part. */
  dividesLines: boolean;
};

export type Plan = {
  /** Whoever asks, the first to be served first. */
  order: Column;
  /** Units of each line to reserve now. */
  units: Int32Array;
  /** Of those who were not served whole, by their places and in their order. */
  shortages: ReadonlyMap<number, Shortage>;
  leftQty: ReadonlyMap<number, number>;
};

/** Goods that need no stock are available without end: Infinity. */
export function planAllocation(
  demand: Demand,
  available: ReadonlyMap<number, number>,
  policy: Policy,
): Plan {
  const order = inLine(demand);
  const warehouse = new Warehouse(demand, available);
  for (const place of order) warehouse.serveWhole(place);
  const { units, shortages } = warehouse;
  if (policy.servesPartly) {
    for (const place of shortages.keys()) warehouse.servePartly(place, policy.dividesLines);
  }
  return { order, units, shortages, leftQty: warehouse.leftQty() };
}

/** Sorted by the last criterion first: whom a more important one leaves equal stay as they stood. */
function inLine({ asking, ranks, ids }: Demand): number[] {
  return [...ranks, ids].reduceRight<number[]>(
    (order, column) => order.sort((one, other) => (column[one] ?? 0) - (column[other] ?? 0)),
    [...asking],
  );
}

/** By which criterion one stands before another, and both ranks in it. */
export type Precedence = { firstId: number; criterion: number; rank: number; otherRank: number };

export function precedence(queue: Queue, first: number, other: number): Precedence {
  const criterion = decidingCriterion(queue, first, other);
  return {
    firstId: queue.ids[first] ?? 0,
    criterion,
    rank: rankAt(queue, first, criterion),
    otherRank: rankAt(queue, other, criterion),
  };
}

/** The criterion that puts one before the other; the number of criteria when only their ids do. */
function decidingCriterion({ ranks }: Queue, one: number, other: number): number {
  let criterion = 0;
  while (criterion < ranks.length && ranks[criterion]?.[one] === ranks[criterion]?.[other])
    criterion++;
  return criterion;
}

/** What ranks a shipment at a criterion; past the last criterion its number does. */
function rankAt({ ranks, ids }: Queue, place: number, criterion: number): number {
  return (ranks[criterion] ?? ids)[place] ?? 0;
}

/** The lines of a shipment, by their places. */
export function eachLine(
  { firstLines }: Pick<Demand, 'firstLines'>,
  place: number,
  see: (line: number) => void,
) {
  const end = firstLines[place + 1] ?? 0;
  for (let line = firstLines[place] ?? 0; line < end; line++) see(line);
}

/** What shipments want of which shelf. What one of them wants stands together. */
type Wants = { first: Column; shelf: Column; qty: Column };

/** Loops over wants call nobody back: run for each of so many, that took longer than the serving. */
class Warehouse {
  readonly units: Int32Array;
  readonly shortages = new Map<number, Shortage>();
  private readonly shelves: Shelves;
  private readonly partsOf: readonly (readonly Part[])[];
  private readonly wants: Wants;

  constructor(
    private readonly demand: Demand,
    available: ReadonlyMap<number, number>,
  ) {
    const shelves = new Shelves(available, demand.compositions);
    this.shelves = shelves;
    this.partsOf = demand.compositions.map((items) =>
      items.map(({ variantId, qty }) => ({ shelf: shelves.of(variantId), qty })),
    );
    this.wants = wantsOf(demand, this.partsOf);
    this.units = new Int32Array(demand.wantedQty.length);
  }

  /** Takes all that a shipment wants, or gives it back and notes what lacked. */
  serveWhole(place: number) {
    const { wants, shelves, demand, units } = this;
    const first = wants.first[place] ?? 0;
    const end = wants.first[place + 1] ?? 0;
    let isShort = false;
    for (let want = first; want < end; want++) {
      const leftQty = shelves.move(wants.shelf[want] ?? 0, -(wants.qty[want] ?? 0));
      isShort ||= leftQty < 0;
    }
    if (isShort) {
      this.shortages.set(place, this.giveBack(first, end));
      return;
    }
    for (let want = first; want < end; want++)
      shelves.noteTaker(wants.shelf[want] ?? 0, place, wants.qty[want] ?? 0);
    const endLine = demand.firstLines[place + 1] ?? 0;
    for (let line = demand.firstLines[place] ?? 0; line < endLine; line++)
      units[line] = demand.wantedQty[line] ?? 0;
  }

  /** Takes what is left line by line; lines without goods go along with others. */
  servePartly(place: number, dividesLines: boolean) {
    let servedQty = 0;
    this.eachLine(place, (line, qty, parts) => {
      if (parts.length > 0)
        servedQty += this.units[line] = this.shelves.take(parts, qty, dividesLines);
    });
    if (servedQty <= 0) return;
    this.eachLine(place, (line, qty, parts) => {
      if (parts.length === 0) this.units[line] = qty;
    });
  }

  leftQty(): Map<number, number> {
    return this.shelves.leftQty();
  }

  private eachLine(
    place: number,
    see: (line: number, qty: number, parts: readonly Part[]) => void,
  ) {
    const { wantedQty, compositionOf } = this.demand;
    eachLine(this.demand, place, (line) =>
      see(line, wantedQty[line] ?? 0, this.partsOf[compositionOf[line] ?? 0] ?? []),
    );
  }

  private giveBack(first: number, end: number): Shortage {
    const { wants, shelves } = this;
    const lacking: number[] = [];
    for (let want = first; want < end; want++) {
      const shelf = wants.shelf[want] ?? 0;
      if (shelves.isShort(shelf) && !lacking.includes(shelf)) lacking.push(shelf);
    }
    const [lacked] = lacking;
    if (lacked === undefined) throw new Error('A shipment was refused but lacks nothing');
    let neededQty = 0;
    for (let want = first; want < end; want++) {
      const qty = wants.qty[want] ?? 0;
      shelves.move(wants.shelf[want] ?? 0, qty);
      if (wants.shelf[want] === lacked) neededQty += qty;
    }
    return shelves.shortageOf(lacked, neededQty, lacking.length - 1);
  }
}

function wantsOf(demand: Demand, partsOf: readonly (readonly Part[])[]): Wants {
  const { firstLines, wantedQty, compositionOf } = demand;
  const first = new Uint32Array(firstLines.length);
  const shelf: number[] = [];
  const qty: number[] = [];
  for (let place = 0; place + 1 < firstLines.length; place++) {
    const end = firstLines[place + 1] ?? 0;
    for (let line = firstLines[place] ?? 0; line < end; line++) {
      for (const part of partsOf[compositionOf[line] ?? 0] ?? []) {
        shelf.push(part.shelf);
        qty.push(part.qty * (wantedQty[line] ?? 0));
      }
    }
    first[place + 1] = shelf.length;
  }
  return { first, shelf, qty };
}
