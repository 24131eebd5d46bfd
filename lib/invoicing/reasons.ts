/** What came of giving one shipment its waybill; the number stands on its decision. */
export const invoiceRules = {
  /** [serial] */
  fromRange: 400,
  fromSheet: 401,
  typed: 402,
  removed: 405,
  /** [row number in the load] */
  printed: 406,
  notAllocated: 410,
  held: 411,
  requested: 412,
  alreadyInvoiced: 413,
  unknown: 414,
  noNumber: 415,
  /** A channel knows the number already: it can be replaced, not taken away. */
  pushed: 416,
} as const;

export type InvoiceRule = keyof typeof invoiceRules;

/** Rules under which a run gave numbers: what its undo takes back. */
export const givingRules: number[] = [
  invoiceRules.fromRange,
  invoiceRules.fromSheet,
  invoiceRules.typed,
];

/** Between these, the last try to give a shipment its number was refused: 송장상태 오류. */
export const REFUSED = { from: 410, to: 449 } as const;

const ruleByNumber = new Map<number, InvoiceRule>(
  Object.entries(invoiceRules).map(([rule, number]) => [number, rule as InvoiceRule]),
);

export const invoiceRuleOf = (number: number): InvoiceRule => ruleByNumber.get(number) ?? 'unknown';
