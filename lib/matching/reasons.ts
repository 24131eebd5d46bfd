/** Why a line means what it means; the number stands on the line. */
export const matchRules = {
  remembered: 100,
  sellerCode: 101,
  sellerProductCode: 102,
  barcode: 103,
  otherChannel: 104,
  sellerKit: 105,
  byHand: 110,
  oneOff: 111,
  imported: 112,
} as const;

/** Rules under which a match is remembered. */
export const rememberedRules = ['byHand', 'imported'] as const satisfies MatchRule[];

/** Rules by which a line follows what is remembered for its key. */
export const FOLLOWING: readonly number[] = [
  matchRules.remembered,
  matchRules.byHand,
  matchRules.imported,
];

/**
 * Decision of a run on a shipment. Matched: [lines matched now, lines still open]. Rematched:
 * [lines with another meaning, units given back, whether its bundle came apart]. Held: [lines that
 * would mean something else by now].
 */
export const matchDecisions = {
  complete: 120,
  incomplete: 121,
  rematched: 122,
  rematchHeld: 123,
} as const;

export type MatchRule = keyof typeof matchRules;

const ruleByNumber = new Map<number, MatchRule>(
  Object.entries(matchRules).map(([rule, number]) => [number, rule as MatchRule]),
);

export const matchRuleOf = (number: number | null): MatchRule | null =>
  number === null ? null : (ruleByNumber.get(number) ?? null);
