import type { ParcelConditions } from '@/db/schema/invoicing';
import type { Province, Region } from '@/lib/recipients/region';

/*
 * Which parcels a rule means. Every condition that is given must hold; of a list any one will do. Of
 * the rules in their order the first that fits a parcel counts.
 */

/** 단품: one piece; 복수: several of one order; 합포: several orders. */
export const sizeKinds = ['single', 'several', 'bundle'] as const;

export type SizeKind = (typeof sizeKinds)[number];

export type ParcelFacts = {
  shipmentId: number;
  /** Of the orders in it: a bundle may have several. */
  channelIds: readonly number[];
  freightTerm: string;
  amount: number;
  qty: number;
  /** Pieces that lie in it, those of kits counted one by one. */
  units: number;
  sizeKind: SizeKind;
  region: Region | null;
  province: Province | null;
  goods: {
    variantCodes: readonly string[];
    tags: readonly string[];
    supplierIds: readonly number[];
  };
  hasMemo: boolean;
  /** Keys of the recipient's name and phones. */
  peopleKeys: readonly string[];
};

export type ParcelRule = { id: number; name: string; conditions: ParcelConditions };

/** What must be read beyond the parcel itself to judge by these rules. */
export function wantedFacts(rules: readonly ParcelRule[]) {
  const any = (wants: (conditions: ParcelConditions) => boolean) =>
    rules.some(({ conditions }) => wants(conditions));
  return {
    goods: any(
      ({ variantCodes, tags, supplierIds }) =>
        variantCodes !== undefined || tags !== undefined || supplierIds !== undefined,
    ),
    memos: any(({ hasMemo }) => hasMemo === true),
    people: any(({ people }) => people !== undefined),
  };
}

export type WantedFacts = ReturnType<typeof wantedFacts>;

export function firstFitting<Rule extends ParcelRule>(
  rules: readonly Rule[],
  facts: ParcelFacts,
): Rule | undefined {
  return rules.find(({ conditions }) => meets(conditions, facts));
}

export function meets(conditions: ParcelConditions, facts: ParcelFacts): boolean {
  const { freightTerm, channelIds, provinces, regions, people, hasMemo } = conditions;
  const { variantCodes, tags, supplierIds } = conditions;
  return (
    (!freightTerm || freightTerm === facts.freightTerm) &&
    isAmong(channelIds, facts.channelIds) &&
    lies(facts.qty, conditions.qtyFrom, conditions.qtyTo) &&
    lies(facts.units, conditions.unitsFrom, conditions.unitsTo) &&
    lies(facts.amount, conditions.amountFrom, conditions.amountTo) &&
    isAmong(regions, facts.region ? [facts.region] : []) &&
    isAmong(provinces, facts.province ? [facts.province] : []) &&
    isAmong(variantCodes, facts.goods.variantCodes) &&
    isAmong(tags, facts.goods.tags) &&
    isAmong(supplierIds, facts.goods.supplierIds) &&
    (!hasMemo || facts.hasMemo) &&
    isAmong(
      people?.map(({ key }) => key),
      facts.peopleKeys,
    )
  );
}

export const measures = ['qty', 'units', 'amount'] as const;

export type Measure = (typeof measures)[number];

/** What no parcel can have: it would have to be above the last value and below the first. */
export function impossibleMeasure(
  given: Partial<Record<`${Measure}${'From' | 'To'}`, number>>,
): Measure | undefined {
  return measures.find(
    (measure) =>
      (given[`${measure}From`] ?? 0) > (given[`${measure}To`] ?? Number.POSITIVE_INFINITY),
  );
}

function isAmong<Value>(wanted: readonly Value[] | undefined, has: readonly Value[]): boolean {
  return !wanted || wanted.length === 0 || has.some((one) => wanted.includes(one));
}

const lies = (value: number, from = 0, to = Number.POSITIVE_INFINITY) =>
  from <= value && value <= to;
