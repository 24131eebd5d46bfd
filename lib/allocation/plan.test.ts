import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Demand, type Policy, planAllocation } from './plan';
import type { Criterion } from './priority';
import { criterionKinds, type Reason, reasonOf, WHOLE } from './reasons';
import type { Item, Shortage } from './shelves';

type WantedLine = { qty: number; items: Item[] };

/** A shipment, with one number for each criterion. */
type Candidate = { id: number; rank: number[]; lines: WantedLine[] };

type Outcome = { candidate: Candidate; units: number[]; shortage: Shortage | null; reason: Reason };

const [SHIRT, SOCKS, HAT] = [1, 2, 3];
const wholeOnly: Policy = { servesPartly: false, dividesLines: false };
const thenPartly: Policy = { servesPartly: true, dividesLines: false };
const dividing: Policy = { servesPartly: true, dividesLines: true };

const line = (qty: number, ...items: [variantId: number, qty: number][]): WantedLine => ({
  qty,
  items: items.map(([variantId, itemQty]) => ({ variantId, qty: itemQty })),
});

/** The rank is the id, unless said otherwise. */
const wants = (id: number, lines: WantedLine[], rank = [id]): Candidate => ({ id, rank, lines });

const shirts = (id: number, qty: number, rank?: number[]) =>
  wants(id, [line(qty, [SHIRT, 1])], rank);

const units = (outcomes: Outcome[]) =>
  Object.fromEntries(outcomes.map((outcome) => [outcome.candidate.id, outcome.units]));

const PRIORITY: Criterion[] = ['ship_by', 'paid_at'];

/** What becomes of whom, in the order in which they are served. */
function plan(candidates: Candidate[], available: ReadonlyMap<number, number>, policy: Policy) {
  const demand = demandOf(candidates);
  const { order, units, shortages, leftQty } = planAllocation(demand, available, policy);
  const outcomes = Array.from(order, (place): Outcome => {
    const candidate = candidates[place] ?? wants(0, []);
    const given = [...units.subarray(demand.firstLines[place], demand.firstLines[place + 1])];
    const shortage = shortages.get(place) ?? null;
    const wantedQty = sum(candidate.lines.map(({ qty }) => qty));
    const reason = shortage
      ? reasonOf({ place, shortage, qty: sum(given), wantedQty }, demand, PRIORITY)
      : WHOLE;
    return { candidate, units: given, shortage: shortage && byId(shortage, demand), reason };
  });
  return { outcomes, leftQty };
}

/** The same wherever the one that took stood in the input. */
const byId = (shortage: Shortage, { ids }: Demand) => ({
  ...shortage,
  taker: shortage.taker === null ? null : (ids[shortage.taker] ?? null),
});

function demandOf(candidates: readonly Candidate[]): Demand {
  const lines = candidates.flatMap((candidate) => candidate.lines);
  const lineCounts = candidates.map((candidate) => candidate.lines.length);
  return {
    asking: [...candidates.keys()],
    ids: candidates.map(({ id }) => id),
    ranks: (candidates[0]?.rank ?? []).map((_, at) => candidates.map(({ rank }) => rank[at] ?? 0)),
    firstLines: [0, ...lineCounts.map((_, at) => sum(lineCounts.slice(0, at + 1)))],
    wantedQty: lines.map(({ qty }) => qty),
    compositionOf: [...lines.keys()],
    compositions: lines.map(({ items }) => items),
  };
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('who is served', () => {
  it('serves in the order of the rank, whatever the order of the input', () => {
    const { outcomes } = plan(
      [shirts(1, 2, [9]), shirts(2, 2, [1])],
      new Map([[SHIRT, 3]]),
      wholeOnly,
    );
    expect(units(outcomes)).toEqual({ 1: [0], 2: [2] });
  });

  it('lets the next criterion decide where the first does not, and the number at last', () => {
    const { outcomes } = plan(
      [shirts(3, 1, [1, 5]), shirts(2, 1, [1, 4]), shirts(1, 1, [1, 4])],
      new Map([[SHIRT, 1]]),
      wholeOnly,
    );
    expect(outcomes.map((outcome) => outcome.candidate.id)).toEqual([1, 2, 3]);
    expect(units(outcomes)).toEqual({ 1: [1], 2: [0], 3: [0] });
  });

  it('a later order that can go whole beats an earlier one that cannot', () => {
    const { outcomes } = plan([shirts(1, 3), shirts(2, 2)], new Map([[SHIRT, 2]]), thenPartly);
    expect(units(outcomes)).toEqual({ 1: [0], 2: [2] });
  });

  it('counts the same goods on two lines of a shipment together', () => {
    const twice = wants(1, [line(2, [SHIRT, 1]), line(2, [SHIRT, 1])]);
    const { outcomes, leftQty } = plan([twice], new Map([[SHIRT, 3]]), wholeOnly);
    expect(units(outcomes)).toEqual({ 1: [0, 0] });
    expect(leftQty.get(SHIRT)).toBe(3);
  });

  it('serves goods of the supplier without stock', () => {
    const { outcomes } = plan(
      [shirts(1, 99)],
      new Map([[SHIRT, Number.POSITIVE_INFINITY]]),
      wholeOnly,
    );
    expect(units(outcomes)).toEqual({ 1: [99] });
  });

  it('serves a line without goods at once', () => {
    const { outcomes } = plan([wants(1, [line(1)])], new Map(), wholeOnly);
    expect(outcomes[0]).toMatchObject({ units: [1], shortage: null });
  });

  it('has nothing of a variant that has no stock row', () => {
    const { outcomes } = plan([shirts(1, 1)], new Map(), thenPartly);
    expect(outcomes[0]?.shortage).toMatchObject({ variantId: SHIRT, availableQty: 0 });
  });
});

describe('what is left', () => {
  const shirtAndSocks = wants(1, [line(2, [SHIRT, 1]), line(1, [SOCKS, 1])]);

  it('stays on the shelf when only whole ones are served', () => {
    const { outcomes, leftQty } = plan([shirtAndSocks], new Map([[SHIRT, 5]]), wholeOnly);
    expect(units(outcomes)).toEqual({ 1: [0, 0] });
    expect(leftQty.get(SHIRT)).toBe(5);
  });

  it('serves the others line by line', () => {
    const { outcomes } = plan([shirtAndSocks], new Map([[SHIRT, 5]]), thenPartly);
    expect(units(outcomes)).toEqual({ 1: [2, 0] });
  });

  it('divides the quantity of a line only where the rest may be split off', () => {
    const stock = new Map([[SHIRT, 1]]);
    expect(units(plan([shirtAndSocks], stock, thenPartly).outcomes)).toEqual({
      1: [0, 0],
    });
    expect(units(plan([shirtAndSocks], stock, dividing).outcomes)).toEqual({ 1: [1, 0] });
  });

  it('never serves half a kit', () => {
    const kits = wants(1, [line(3, [SHIRT, 2], [SOCKS, 1])]);
    const { outcomes, leftQty } = plan(
      [kits],
      new Map([
        [SHIRT, 5],
        [SOCKS, 9],
      ]),
      dividing,
    );
    expect(units(outcomes)).toEqual({ 1: [2] });
    expect([leftQty.get(SHIRT), leftQty.get(SOCKS)]).toEqual([1, 7]);
  });

  it('never sends a line without goods on its own', () => {
    const wrapped = (goods: number) =>
      wants(1, [line(1), line(2, [SHIRT, 1]), line(1, [HAT, goods])]);
    const nothing = plan([wrapped(1)], new Map([[SHIRT, 1]]), thenPartly);
    expect(units(nothing.outcomes)).toEqual({ 1: [0, 0, 0] });
    const some = plan([wrapped(1)], new Map([[SHIRT, 2]]), thenPartly);
    expect(units(some.outcomes)).toEqual({ 1: [1, 2, 0] });
  });
});

describe('why not', () => {
  it('names what was lacking, who took it and by which criterion', () => {
    const { outcomes } = plan(
      [shirts(7, 3, [1, 50]), shirts(1234, 2, [1, 40])],
      new Map([[SHIRT, 3]]),
      wholeOnly,
    );
    expect(outcomes[1]?.shortage).toEqual({
      variantId: SHIRT,
      neededQty: 3,
      availableQty: 3,
      takenQty: 2,
      taker: 1234,
      takerQty: 2,
      takers: 1,
      otherVariants: 0,
    });
    const kind = criterionKinds.indexOf('paid_at');
    expect(outcomes[1]?.reason).toEqual({
      rule: 'noneTaken',
      values: [SHIRT, 3, 3, 0, 2, 1234, kind, 40, 50, 1, 2],
    });
  });

  it('blames nobody when there was not enough to begin with', () => {
    const { outcomes } = plan([shirts(1, 3)], new Map([[SHIRT, 1]]), wholeOnly);
    expect(outcomes[0]?.shortage).toMatchObject({ takenQty: 0, taker: null });
  });

  it('names the number when no criterion tells two apart', () => {
    const { outcomes } = plan(
      [shirts(1, 1, [5, 5]), shirts(2, 1, [5, 5])],
      new Map([[SHIRT, 1]]),
      wholeOnly,
    );
    const kind = criterionKinds.indexOf('number');
    expect(outcomes[1]?.reason.values).toEqual([SHIRT, 1, 1, 0, 1, 1, kind, 1, 2, 1, 1]);
  });

  it('counts the other variants that were short', () => {
    const both = wants(1, [line(1, [SHIRT, 1]), line(1, [SOCKS, 1]), line(1, [HAT, 1])]);
    const { outcomes } = plan([both], new Map([[HAT, 1]]), wholeOnly);
    expect(outcomes[0]?.shortage).toMatchObject({ variantId: SHIRT, otherVariants: 1 });
  });
});

describe('laws', () => {
  const variantIds = [1, 2, 3, 4];
  const item = fc.record({
    variantId: fc.constantFrom(...variantIds),
    qty: fc.integer({ min: 1, max: 3 }),
  });
  const items = fc.uniqueArray(item, { selector: (each) => each.variantId, maxLength: 3 });
  const lines = fc.array(fc.record({ qty: fc.integer({ min: 1, max: 4 }), items }), {
    minLength: 1,
    maxLength: 3,
  });
  const rank = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
  const crowd = fc.array(fc.record({ rank, lines }), { maxLength: 20 }).map((shipments) =>
    shipments.map(
      (shipment, index): Candidate => ({
        id: index + 1,
        rank: shipment.rank,
        lines: shipment.lines,
      }),
    ),
  );
  const shelf = fc
    .tuple(...variantIds.map(() => fc.integer({ min: 0, max: 20 })))
    .map((qty) => new Map(variantIds.map((variantId, index) => [variantId, qty[index] ?? 0])));
  const policy = fc.constantFrom(wholeOnly, thenPartly, dividing);

  it('takes exactly what it gives, and never more than there is', () => {
    fc.assert(
      fc.property(crowd, shelf, policy, (candidates, available, rules) => {
        const { outcomes, leftQty } = plan(candidates, available, rules);
        for (const variantId of variantIds) {
          const taken = outcomes.reduce((sum, outcome) => sum + takenBy(outcome, variantId), 0);
          expect(leftQty.get(variantId)).toBe((available.get(variantId) ?? 0) - taken);
          expect(leftQty.get(variantId)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('serves no line beyond what it wants, and each shipment whole, in part by policy, or not', () => {
    fc.assert(
      fc.property(crowd, shelf, policy, (candidates, available, rules) => {
        for (const { candidate, units: served, shortage } of plan(candidates, available, rules)
          .outcomes) {
          const wanted = candidate.lines.map((each) => each.qty);
          expect(served.every((qty, at) => qty >= 0 && qty <= (wanted[at] ?? 0))).toBe(true);
          if (!shortage) expect(served).toEqual(wanted);
          else if (!rules.servesPartly) expect(served.every((qty) => qty === 0)).toBe(true);
          else if (!rules.dividesLines)
            expect(served.every((qty, at) => qty === 0 || qty === wanted[at])).toBe(true);
        }
      }),
    );
  });

  it('never refuses a shipment that those before it left enough for', () => {
    fc.assert(
      fc.property(crowd, shelf, policy, (candidates, available, rules) => {
        const left = new Map(available);
        for (const { candidate, shortage } of plan(candidates, available, rules).outcomes) {
          const needed = variantIds.map(
            (variantId) => [variantId, neededBy(candidate, variantId)] as const,
          );
          const fits = needed.every(([variantId, qty]) => qty <= (left.get(variantId) ?? 0));
          expect(shortage === null).toBe(fits);
          if (fits)
            for (const [variantId, qty] of needed)
              left.set(variantId, (left.get(variantId) ?? 0) - qty);
        }
      }),
    );
  });

  it('gives reasons that can be derived again from the world, and not when any value is another', () => {
    fc.assert(
      fc.property(crowd, shelf, policy, (candidates, available, rules) => {
        const { outcomes } = plan(candidates, available, rules);
        const served: Candidate[] = [];
        for (const outcome of outcomes) {
          const { reason } = outcome;
          const again = derivedAgain(outcome, served, available);
          expect(reason.values).toEqual(again);
          for (const at of again.keys()) {
            const changed = reason.values.map((value, index) => (index === at ? value + 1 : value));
            expect(changed).not.toEqual(again);
          }
          if (!outcome.shortage) served.push(outcome.candidate);
        }
      }),
    );
  });

  it('does not care in which order the shipments come', () => {
    const shuffled = crowd.chain((candidates) =>
      fc.tuple(
        fc.constant(candidates),
        fc.shuffledSubarray(candidates, { minLength: candidates.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, shelf, policy, ([candidates, mixed], available, rules) => {
        expect(plan(mixed, available, rules)).toEqual(plan(candidates, available, rules));
      }),
    );
  });

  it('leaves nothing that a line left behind could still use', () => {
    fc.assert(
      fc.property(crowd, shelf, (candidates, available) => {
        const { outcomes, leftQty } = plan(candidates, available, dividing);
        for (const { candidate, units: served } of outcomes) {
          for (const [at, each] of candidate.lines.entries()) {
            const isLeft = each.items.length > 0 && (served[at] ?? 0) < each.qty;
            const fits = each.items.every((one) => one.qty <= (leftQty.get(one.variantId) ?? 0));
            expect(isLeft && fits).toBe(false);
          }
        }
      }),
    );
  });
});

function takenBy({ candidate, units: served }: Outcome, variantId: number): number {
  return candidate.lines.reduce(
    (sum, each, at) => sum + (served[at] ?? 0) * itemQty(each, variantId),
    0,
  );
}

function neededBy(candidate: Candidate, variantId: number): number {
  return candidate.lines.reduce((sum, each) => sum + each.qty * itemQty(each, variantId), 0);
}

function itemQty(each: WantedLine, variantId: number): number {
  return each.items.find((one) => one.variantId === variantId)?.qty ?? 0;
}

/** What a reason must say, found without the plan: from who was served whole before, and the stock. */
function derivedAgain(
  { candidate, units: given, shortage }: Outcome,
  servedBefore: readonly Candidate[],
  available: ReadonlyMap<number, number>,
): number[] {
  if (!shortage) return [];
  const leftOf = (variantId: number) =>
    (available.get(variantId) ?? 0) -
    servedBefore.reduce((sum, one) => sum + neededBy(one, variantId), 0);
  const wantedIds = [
    ...new Set(candidate.lines.flatMap((each) => each.items.map((one) => one.variantId))),
  ];
  const short = wantedIds.filter((variantId) => neededBy(candidate, variantId) > leftOf(variantId));
  const [variantId = 0] = short;
  const takers = servedBefore.filter((one) => neededBy(one, variantId) > 0);
  const servedQty = given.reduce((sum, qty) => sum + qty, 0);
  const wantedQty = candidate.lines.reduce((sum, each) => sum + each.qty, 0);
  const onShelf = available.get(variantId) ?? 0;
  const lack = [variantId, neededBy(candidate, variantId), onShelf, short.length - 1];
  const taker = takers.at(-1);
  return [
    ...(servedQty > 0 ? [servedQty, wantedQty] : []),
    ...lack,
    ...(taker ? [onShelf - leftOf(variantId), taker.id, ...orderOf(taker, candidate)] : []),
    ...(taker ? [takers.length, neededBy(taker, variantId)] : []),
  ];
}

/** The criterion that put one before the other, as reasons number them, and both ranks in it. */
function orderOf(taker: Candidate, candidate: Candidate): number[] {
  const at = taker.rank.findIndex((rank, index) => rank !== candidate.rank[index]);
  if (at < 0) return [criterionKinds.indexOf('number'), taker.id, candidate.id];
  const kind = PRIORITY[at] === 'ship_by' ? 'ship_by' : 'paid_at';
  return [criterionKinds.indexOf(kind), taker.rank[at] ?? 0, candidate.rank[at] ?? 0];
}
