/** What came of giving one shipment its waybill; the number stands on its decision. */
export const invoiceRules = {
  /** [serial] */
  fromRange: 400,
  fromSheet: 401,
  typed: 402,
  removed: 405,
  notAllocated: 410,
  held: 411,
  requested: 412,
  alreadyInvoiced: 413,
  unknown: 414,
} as const;

export type InvoiceRule = keyof typeof invoiceRules;

const ruleByNumber = new Map<number, InvoiceRule>(
  Object.entries(invoiceRules).map(([rule, number]) => [number, rule as InvoiceRule]),
);

export const invoiceRuleOf = (number: number): InvoiceRule => ruleByNumber.get(number) ?? 'unknown';
