import { type HoldKind, holdKinds } from '@/lib/shipments/stages';
import type { Outcome, Shortage } from './plan';
import { type Criterion, criteria, isTag } from './priority';

/** Why a shipment was served, or not; the number stands on it with the values that were compared. */
export const allocationRules = {
  whole: 300,
  /** 310–319: short of stock, in part or in all. */
  partlyOfStock: 310,
  partlyTaken: 311,
  noneOfStock: 312,
  noneTaken: 313,
  held: 330,
  unacknowledged: 331,
  requested: 332,
  marketShipped: 333,
  splitServed: 340,
  splitRest: 341,
  deallocated: 350,
  undone: 360,
  touchedSince: 361,
  stockTakenSince: 362,
} as const;

export type AllocationRule = keyof typeof allocationRules;

const lack = ['variant', 'needed', 'available', 'otherVariants'] as const;
const taking = ['taken', 'taker', 'criterion', 'takerRank', 'ownRank'] as const;

/** What the values of a reason are, in their order. */
export const reasonValues = {
  whole: [],
  partlyOfStock: ['served', 'wanted', ...lack],
  partlyTaken: ['served', 'wanted', ...lack, ...taking],
  noneOfStock: lack,
  noneTaken: [...lack, ...taking],
  held: ['hold', 'otherHolds'],
  unacknowledged: [],
  requested: ['export'],
  marketShipped: [],
  splitServed: ['rest', 'served', 'unserved'],
  splitRest: ['origin', 'groupBefore'],
  deallocated: ['released'],
  undone: ['run'],
  touchedSince: ['run'],
  stockTakenSince: ['variant', 'needed', 'available'],
} as const satisfies Record<AllocationRule, readonly string[]>;

export type Reason = { rule: number; values: number[] };

const ruleByNumber = new Map<number, AllocationRule>(
  Object.entries(allocationRules).map(([rule, number]) => [number, rule as AllocationRule]),
);

export const allocationRuleOf = (number: number | null): AllocationRule | null =>
  number === null ? null : (ruleByNumber.get(number) ?? null);

/** The values of a stored reason by name; null when it is another stage's. */
export function readReason(
  number: number | null,
  values: readonly number[],
): { rule: AllocationRule; values: Record<string, number> } | null {
  const rule = allocationRuleOf(number);
  if (!rule) return null;
  const named = reasonValues[rule].map((name, index) => [name, values[index] ?? 0]);
  return { rule, values: Object.fromEntries(named) };
}

/** Criteria by number, as reasons store them; a tag is one kind, the shipment's own number the last. */
export const criterionKinds = [...criteria, 'tag', 'number'] as const;

export function reasonOf(outcome: Outcome, priority: readonly Criterion[]): Reason {
  const { candidate, servedQty, shortage } = outcome;
  if (!shortage) return reason('whole');
  const wantedQty = candidate.lines.reduce((sum, line) => sum + line.qty, candidate.heldQty);
  const qty = servedQty + candidate.heldQty;
  const lacked = lackedValues(shortage);
  if (!shortage.taker)
    return qty > 0
      ? reason('partlyOfStock', qty, wantedQty, ...lacked)
      : reason('noneOfStock', ...lacked);
  const taken = takenValues(shortage.takenQty, shortage.taker, priority);
  return qty > 0
    ? reason('partlyTaken', qty, wantedQty, ...lacked, ...taken)
    : reason('noneTaken', ...lacked, ...taken);
}

export type Standing = {
  holdKinds: readonly string[];
  isUnacknowledged: boolean;
  isMarketShipped: boolean;
  requestedExportId: number | null;
};

/** Goods of these are not expected to leave, so that a run with held orders passes them over too. */
const NEVER_SERVED: readonly string[] = ['claim', 'cancelled_by_channel', 'shipped_by_channel'];

/** Why a shipment may not be served at all; null when it may. */
export function leftOut(shipment: Standing, includesHeld: boolean): Reason | null {
  if (shipment.isMarketShipped) return reason('marketShipped');
  if (shipment.isUnacknowledged) return reason('unacknowledged');
  if (shipment.requestedExportId) return reason('requested', shipment.requestedExportId);
  const holds = shipment.holdKinds.filter((kind) => !includesHeld || NEVER_SERVED.includes(kind));
  const [first] = holds;
  return first ? reason('held', holdNumber(first), holds.length - 1) : null;
}

export const holdKindOf = (number: number): HoldKind => holdKinds[number] ?? 'operator';

export function reason(rule: AllocationRule, ...values: number[]): Reason {
  return { rule: allocationRules[rule], values };
}

function holdNumber(kind: string): number {
  return (holdKinds as readonly string[]).indexOf(kind);
}

function lackedValues(shortage: Shortage): number[] {
  return [
    shortage.variantId,
    shortage.neededQty,
    shortage.availableQty,
    shortage.otherVariants,
  ];
}

function takenValues(
  takenQty: number,
  taker: NonNullable<Shortage['taker']>,
  priority: readonly Criterion[],
): number[] {
  const criterion = priority[taker.criterion];
  const kind = !criterion ? 'number' : isTag(criterion) ? 'tag' : criterion;
  return [takenQty, taker.id, criterionKinds.indexOf(kind), taker.rank, taker.ownRank];
}
