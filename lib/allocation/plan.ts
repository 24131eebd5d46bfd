/*
 * Reserves stock for shipments in the order that serves the seller best.
 * Shipments stand in line by rank, the lesser first; equal ranks by their number.
 * First everyone who can be served whole is served, and each of the others notes what it lacked.
 * Then, if the policy says so, the others get what is left, line by line.
 * A line counts in its own units, so a kit is served whole or not at all; a part of a line's
 * quantity is served only where the rest may be split off. Lines without goods follow the goods.
 */

export type Item = { variantId: number; qty: number };

/** Units of a line that are still to be reserved. */
export type WantedLine = { qty: number; items: readonly Item[] };

export type Candidate = {
  id: number;
  /** One number for each criterion of the mall's priority. */
  rank: readonly number[];
  /** Units that the shipment already holds and keeps. */
  heldQty: number;
  lines: readonly WantedLine[];
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
  /** The last one before it that took of the variant, and the criterion that put it before. */
  taker: { id: number; qty: number; criterion: number; rank: number; ownRank: number } | null;
  /** How many before it took of the variant. */
  takers: number;
  otherVariants: number;
};

export type Outcome<Served extends Candidate = Candidate> = {
  candidate: Served;
  /** Units to reserve now, line by line. */
  units: readonly number[];
  servedQty: number;
  /** Null: served whole. */
  shortage: Shortage | null;
};

export type Plan<Served extends Candidate> = {
  outcomes: Outcome<Served>[];
  leftQty: ReadonlyMap<number, number>;
};

type Shelf = {
  availableQty: number;
  leftQty: number;
  takers: number;
  lastTaker: Candidate | null;
  lastQty: number;
};

/** Goods that need no stock are available without end: Infinity. */
export function planAllocation<Served extends Candidate>(
  candidates: readonly Served[],
  available: ReadonlyMap<number, number>,
  policy: Policy,
): Plan<Served> {
  const shelves = new Shelves(available);
  const outcomes = candidates.toSorted(byRank).map((candidate) => serveWhole(candidate, shelves));
  if (policy.servesPartly) {
    for (const outcome of outcomes) {
      if (outcome.shortage) servePartly(outcome, shelves, policy);
    }
  }
  return { outcomes, leftQty: shelves.leftQty() };
}

/** The criterion that puts one before the other; the number of criteria when only their ids do. */
export function decidingCriterion(one: Candidate, other: Candidate): number {
  let criterion = 0;
  while (criterion < one.rank.length && one.rank[criterion] === other.rank[criterion]) criterion++;
  return criterion;
}

/** What ranks a shipment at a criterion; past the last criterion its number does. */
function rankAt(candidate: Candidate, criterion: number): number {
  return candidate.rank[criterion] ?? candidate.id;
}

function byRank(one: Candidate, other: Candidate): number {
  const criterion = decidingCriterion(one, other);
  return rankAt(one, criterion) - rankAt(other, criterion);
}

function serveWhole<Served extends Candidate>(
  candidate: Served,
  shelves: Shelves,
): Outcome<Served> {
  const isServed = shelves.takeAll(candidate);
  const shortage = isServed ? null : shortageOf(candidate, shelves);
  const units = candidate.lines.map((line) => (isServed ? line.qty : 0));
  return { candidate, units, servedQty: sum(units), shortage };
}

function servePartly(outcome: Outcome, shelves: Shelves, policy: Policy) {
  const { candidate } = outcome;
  const goods = candidate.lines.map((line) =>
    line.items.length === 0 ? 0 : shelves.takeLine(line, policy.dividesLines),
  );
  const hasGoods = sum(goods) > 0;
  outcome.units = candidate.lines.map((line, index) =>
    line.items.length === 0 && hasGoods ? line.qty : (goods[index] ?? 0),
  );
  outcome.servedQty = sum(outcome.units);
}

function shortageOf(candidate: Candidate, shelves: Shelves): Shortage {
  const short = [...neededQty(candidate)].filter(
    ([variantId, qty]) => qty > shelves.at(variantId).leftQty,
  );
  const [first] = short;
  if (!first) throw new Error(`Shipment ${candidate.id} was refused but lacks nothing`);
  const [variantId, needed] = first;
  const { availableQty, leftQty, takers, lastTaker, lastQty } = shelves.at(variantId);
  return {
    variantId,
    neededQty: needed,
    availableQty,
    takenQty: availableQty - leftQty,
    taker: lastTaker && { qty: lastQty, ...precedence(lastTaker, candidate) },
    takers,
    otherVariants: short.length - 1,
  };
}

function precedence(taker: Candidate, candidate: Candidate) {
  const criterion = decidingCriterion(taker, candidate);
  const [rank, ownRank] = [rankAt(taker, criterion), rankAt(candidate, criterion)];
  return { id: taker.id, criterion, rank, ownRank };
}

function neededQty(candidate: Candidate): Map<number, number> {
  const needed = new Map<number, number>();
  for (const line of candidate.lines) {
    for (const item of line.items) {
      needed.set(item.variantId, (needed.get(item.variantId) ?? 0) + item.qty * line.qty);
    }
  }
  return needed;
}

class Shelves {
  private readonly shelves = new Map<number, Shelf>();
  /** What takeAll holds until it knows whether to keep it; one for all shipments, for speed. */
  private readonly basket: Shelf[] = [];
  private readonly basketQty: number[] = [];

  constructor(available: ReadonlyMap<number, number>) {
    for (const [variantId, qty] of available) {
      this.shelves.set(variantId, shelfOf(qty));
    }
  }

  at(variantId: number): Shelf {
    const known = this.shelves.get(variantId);
    if (known) return known;
    const empty = shelfOf(0);
    this.shelves.set(variantId, empty);
    return empty;
  }

  /** Takes all that a shipment wants, or nothing. */
  takeAll(candidate: Candidate): boolean {
    const { basket, basketQty } = this;
    let count = 0;
    let isShort = false;
    for (const line of candidate.lines) {
      for (const item of line.items) {
        const shelf = this.at(item.variantId);
        const qty = line.qty * item.qty;
        shelf.leftQty -= qty;
        isShort ||= shelf.leftQty < 0;
        basket[count] = shelf;
        basketQty[count++] = qty;
      }
    }
    for (let at = 0; at < count; at++) {
      const shelf = basket[at];
      if (!shelf) continue;
      if (isShort) shelf.leftQty += basketQty[at] ?? 0;
      else noteTaker(shelf, candidate, basketQty[at] ?? 0);
    }
    return !isShort;
  }

  /** Takes as many units of a line as are left, and says how many. */
  takeLine(line: WantedLine, dividesLines: boolean): number {
    let units = line.qty;
    for (const item of line.items) {
      units = Math.min(units, Math.floor(this.at(item.variantId).leftQty / item.qty));
    }
    if (units < line.qty && !dividesLines) return 0;
    for (const item of line.items) this.at(item.variantId).leftQty -= units * item.qty;
    return units;
  }

  leftQty(): Map<number, number> {
    return new Map([...this.shelves].map(([variantId, shelf]) => [variantId, shelf.leftQty]));
  }
}

function shelfOf(qty: number): Shelf {
  return { availableQty: qty, leftQty: qty, takers: 0, lastTaker: null, lastQty: 0 };
}

/** Two lines of one shipment may take of the same goods. */
function noteTaker(shelf: Shelf, candidate: Candidate, qty: number) {
  if (shelf.lastTaker !== candidate) {
    shelf.takers++;
    shelf.lastTaker = candidate;
    shelf.lastQty = 0;
  }
  shelf.lastQty += qty;
}

function sum(units: readonly number[]): number {
  let total = 0;
  for (const count of units) total += count;
  return total;
}
