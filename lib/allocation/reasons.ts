import { type HoldKind, holdKinds } from '@/lib/shipments/stages';
import { type Precedence, precedence, type Queue } from './plan';
import { type Criterion, criteria, isTag } from './priority';
import type { Shortage } from './shelves';

const lack = ['variant', 'needed', 'available', 'otherVariants'] as const;
const taking = [
  'taken',
  'taker',
  'criterion',
  'takerRank',
  'ownRank',
  'takers',
  'takerQty',
] as const;

/** Why a shipment was served, or not, and what was compared; 310–319 are short of stock. */
export const allocationRules = {
  whole: { number: 300, values: [] },
  partlyOfStock: { number: 310, values: ['served', 'wanted', ...lack] },
  partlyTaken: { number: 311, values: ['served', 'wanted', ...lack, ...taking] },
  noneOfStock: { number: 312, values: lack },
  noneTaken: { number: 313, values: [...lack, ...taking] },
  held: { number: 330, values: ['hold', 'otherHolds'] },
  unacknowledged: { number: 331, values: [] },
  requested: { number: 332, values: ['export'] },
  marketShipped: { number: 333, values: [] },
  heldGaveBack: { number: 334, values: ['hold', 'otherHolds', 'released'] },
  linesServed: { number: 320, values: ['served', 'wanted'] },
  splitServed: { number: 340, values: ['served', 'wanted'] },
  splitRest: { number: 341, values: ['origin'] },
  deallocated: { number: 350, values: ['released'] },
  restored: { number: 360, values: ['run'] },
  touchedSince: { number: 361, values: ['run'] },
  stockGone: { number: 362, values: ['variant', 'needed', 'available'] },
} as const satisfies Record<string, { number: number; values: readonly string[] }>;

export type AllocationRule = keyof typeof allocationRules;

export type Reason = { rule: AllocationRule; values: number[] };

export const shortageRules = { first: 310, last: 319 } as const;

/** What an allocation said of one that it left without stock. */
export const verdictRules = { first: 310, last: 349 } as const;

export function isShortageRule(rule: AllocationRule): boolean {
  const { number } = allocationRules[rule];
  return number >= shortageRules.first && number <= shortageRules.last;
}

/** Criteria as reasons number them: every tag is one kind, the shipment's own number the last. */
export const criterionKinds = [...criteria, 'tag', 'number'] as const;

export const holdKindOf = (number: number): HoldKind => holdKinds[number] ?? 'operator';

const ruleByNumber = new Map<number, AllocationRule>(
  Object.entries(allocationRules).map(([rule, { number }]) => [number, rule as AllocationRule]),
);

/** A stored reason with its values by name. */
export type ReadReason = { rule: AllocationRule; values: Partial<Record<string, number>> };

/** Null where another stage decided last. */
export function allocationReason(
  number: number | null,
  values: readonly number[] | null,
): ReadReason | null {
  const rule = number === null ? undefined : ruleByNumber.get(number);
  if (!rule) return null;
  const named = allocationRules[rule].values.map((name, at) => [name, values?.[at] ?? 0] as const);
  return { rule, values: Object.fromEntries(named) };
}

export const WHOLE: Reason = { rule: 'whole', values: [] };

/** What a shipment lacked, and how much of what it wants it has all the same. */
export type Refusal = { place: number; shortage: Shortage; qty: number; wantedQty: number };

/** Why the plan did not serve a shipment whole. */
export function reasonOf(refusal: Refusal, queue: Queue, priority: readonly Criterion[]): Reason {
  const { place, shortage, qty, wantedQty } = refusal;
  const part = qty > 0 ? [qty, wantedQty] : [];
  const lacked = lackedValues(shortage);
  if (shortage.taker === null)
    return { rule: qty > 0 ? 'partlyOfStock' : 'noneOfStock', values: [...part, ...lacked] };
  const taken = takenValues(shortage, precedence(queue, shortage.taker, place), priority);
  return { rule: qty > 0 ? 'partlyTaken' : 'noneTaken', values: [...part, ...lacked, ...taken] };
}

export type Standing = {
  holdKinds: readonly string[];
  isUnacknowledged: boolean;
  isMarketShipped: boolean;
  requestedExportId: number | null;
};

/** Goods of these are not expected to leave, so a run with held orders passes them over too. */
const NEVER_SERVED: readonly string[] = ['claim', 'cancelled_by_channel', 'shipped_by_channel'];

/** Why a shipment may not be served at all; null when it may. */
export function leftOut(shipment: Standing, includesHeld: boolean): Reason | null {
  if (shipment.isMarketShipped) return { rule: 'marketShipped', values: [] };
  if (shipment.isUnacknowledged) return { rule: 'unacknowledged', values: [] };
  if (shipment.requestedExportId)
    return { rule: 'requested', values: [shipment.requestedExportId] };
  if (shipment.holdKinds.length === 0) return null;
  const holds = shipment.holdKinds.filter((kind) => !includesHeld || NEVER_SERVED.includes(kind));
  const [first] = holds;
  return first ? { rule: 'held', values: [holdNumber(first), holds.length - 1] } : null;
}

function holdNumber(kind: string): number {
  return (holdKinds as readonly string[]).indexOf(kind);
}

function lackedValues(shortage: Shortage): number[] {
  const { variantId, neededQty, availableQty, otherVariants } = shortage;
  return [variantId, neededQty, availableQty, otherVariants];
}

function takenValues(
  { takenQty, takers, takerQty }: Shortage,
  { firstId, criterion: at, rank, otherRank }: Precedence,
  priority: readonly Criterion[],
): number[] {
  const criterion = priority[at];
  const kind = !criterion ? 'number' : isTag(criterion) ? 'tag' : criterion;
  return [takenQty, firstId, criterionKinds.indexOf(kind), rank, otherRank, takers, takerQty];
}
