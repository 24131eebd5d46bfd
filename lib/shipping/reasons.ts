/** What came of shipping one shipment; the number stands on its decision. */
export const shipRules = {
  shipped: 500,
  countUndone: 504,
  unshipped: 505,
  methodChosen: 506,
  short: 507,
  /** Its one value: when, in milliseconds. It stays known when the parcel comes back. */
  delivered: 508,
  counted: 509,
  notInvoiced: 510,
  held: 511,
  claimed: 512,
  alreadyShipped: 513,
  unknown: 514,
} as const;

export type ShipRule = keyof typeof shipRules;

const ruleByNumber = new Map<number, ShipRule>(
  Object.entries(shipRules).map(([rule, number]) => [number, rule as ShipRule]),
);

export const shipRuleOf = (number: number): ShipRule => ruleByNumber.get(number) ?? 'unknown';
