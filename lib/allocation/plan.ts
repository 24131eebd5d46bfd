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

export type Item = { variantId: number; qty: number };

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

/** What a shipment lacked when its turn came: needed > available − taken. */
export type Shortage = {
  variantId: number;
  neededQty: number;
  availableQty: number;
  takenQty: number;
  /** The place of the last one before it that took of the variant, and how much that took. */
  taker: number | null;
  takerQty: number;
  /** How many before it took of the variant. */
  takers: number;
  otherVariants: number;
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

function inLine(demand: Demand): Uint32Array {
  return Uint32Array.from(demand.asking).sort((one, other) => {
    const criterion = decidingCriterion(demand, one, other);
    return rankAt(demand, one, criterion) - rankAt(demand, other, criterion);
  });
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

type Shelf = {
  variantId: number;
  availableQty: number;
  leftQty: number;
  takers: number;
  lastTaker: number | null;
  lastQty: number;
};

/** How much of what stands on a shelf goes into one unit of a line. */
type Part = { shelf: Shelf; qty: number };

class Warehouse {
  readonly units: Int32Array;
  readonly shortages = new Map<number, Shortage>();
  private readonly shelves = new Map<number, Shelf>();
  private readonly partsOf: readonly (readonly Part[])[];

  constructor(
    private readonly demand: Demand,
    available: ReadonlyMap<number, number>,
  ) {
    this.units = new Int32Array(demand.wantedQty.length);
    for (const [variantId, qty] of available) this.shelves.set(variantId, shelfOf(variantId, qty));
    this.partsOf = demand.compositions.map((items) =>
      items.map(({ variantId, qty }) => ({ shelf: this.shelf(variantId), qty })),
    );
  }

  /** Takes all that a shipment wants, or gives it back and notes what lacked. */
  serveWhole(place: number) {
    let isShort = false;
    this.eachPart(place, (shelf, qty) => {
      shelf.leftQty -= qty;
      isShort ||= shelf.leftQty < 0;
    });
    if (isShort) {
      const lacking = this.lacking(place);
      this.eachPart(place, (shelf, qty) => {
        shelf.leftQty += qty;
      });
      this.shortages.set(place, this.shortageOf(place, lacking));
    } else {
      this.eachPart(place, (shelf, qty) => noteTaker(shelf, place, qty));
      this.eachLine(place, (line, qty) => {
        this.units[line] = qty;
      });
    }
  }

  /** Takes what is left line by line; lines without goods go along with others. */
  servePartly(place: number, dividesLines: boolean) {
    let servedQty = 0;
    this.eachLine(place, (line, qty, parts) => {
      if (parts.length > 0) servedQty += this.units[line] = take(parts, qty, dividesLines);
    });
    if (servedQty <= 0) return;
    this.eachLine(place, (line, qty, parts) => {
      if (parts.length === 0) this.units[line] = qty;
    });
  }

  leftQty(): Map<number, number> {
    return new Map([...this.shelves].map(([variantId, shelf]) => [variantId, shelf.leftQty]));
  }

  private shelf(variantId: number): Shelf {
    const known = this.shelves.get(variantId);
    if (known) return known;
    const empty = shelfOf(variantId, 0);
    this.shelves.set(variantId, empty);
    return empty;
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

  private eachPart(place: number, see: (shelf: Shelf, qty: number) => void) {
    this.eachLine(place, (_, qty, parts) => {
      for (const part of parts) see(part.shelf, part.qty * qty);
    });
  }

  /** The shelves of which a shipment has taken more than there was. */
  private lacking(place: number): Shelf[] {
    const lacking: Shelf[] = [];
    this.eachPart(place, (shelf) => {
      if (shelf.leftQty < 0 && !lacking.includes(shelf)) lacking.push(shelf);
    });
    return lacking;
  }

  private shortageOf(place: number, lacking: readonly Shelf[]): Shortage {
    const [lacked] = lacking;
    if (!lacked)
      throw new Error(`Shipment ${this.demand.ids[place]} was refused but lacks nothing`);
    let neededQty = 0;
    this.eachPart(place, (shelf, qty) => {
      if (shelf === lacked) neededQty += qty;
    });
    const { variantId, availableQty, leftQty, takers, lastTaker, lastQty } = lacked;
    return {
      variantId,
      neededQty,
      availableQty,
      takenQty: availableQty - leftQty,
      taker: lastTaker,
      takerQty: lastQty,
      takers,
      otherVariants: lacking.length - 1,
    };
  }
}

function shelfOf(variantId: number, qty: number): Shelf {
  return { variantId, availableQty: qty, leftQty: qty, takers: 0, lastTaker: null, lastQty: 0 };
}

/** Two lines of one shipment may take of the same goods. */
function noteTaker(shelf: Shelf, place: number, qty: number) {
  if (shelf.lastTaker !== place) {
    shelf.takers++;
    shelf.lastTaker = place;
    shelf.lastQty = 0;
  }
  shelf.lastQty += qty;
}

/** Takes as many units of a line as are left, and says how many. */
function take(parts: readonly Part[], wantedQty: number, dividesLines: boolean): number {
  let units = wantedQty;
  for (const { shelf, qty } of parts) units = Math.min(units, Math.floor(shelf.leftQty / qty));
  if (units < wantedQty && !dividesLines) return 0;
  for (const { shelf, qty } of parts) shelf.leftQty -= units * qty;
  return units;
}
