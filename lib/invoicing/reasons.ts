/** What came of giving one shipment its waybill; the number stands on its decision. */
export const invoiceRules = {
  /** [serial] */
  fromRange: 400,
  fromSheet: 401,
  typed: 402,
  fromList: 403,
  fromApi: 404,
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
  /** The courier's terminals would refuse its label. */
  noSortingCode: 417,
  /** The courier's API gave no number for it. */
  refusedByCourier: 418,
  /** Asked, and no answer came: asked again it goes on. */
  courierSilent: 419,
  changedMeanwhile: 420,
  /** No rule proposes a contract, and nobody chose one. */
  noProposal: 421,
  /** 직접전달 · 퀵 · 방문수령 · 배송없음. */
  otherMethod: 422,
  /** The courier's API gave it a number that stands in this mall already. */
  numberTaken: 423,
  /** A cancel has emptied it: nothing is to be printed or packed. */
  cancelled: 424,
} as const;

export type InvoiceRule = keyof typeof invoiceRules;

/** Rules under which a run gave numbers: what its undo takes back. */
export const givingRules: number[] = [
  invoiceRules.fromRange,
  invoiceRules.fromSheet,
  invoiceRules.typed,
  invoiceRules.fromList,
  invoiceRules.fromApi,
];

/** Between these, the last try to give a shipment its number was refused: 송장상태 오류. */
export const REFUSED = { from: 410, to: 449 } as const;

const ruleByNumber = new Map<number, InvoiceRule>(
  Object.entries(invoiceRules).map(([rule, number]) => [number, rule as InvoiceRule]),
);

export const invoiceRuleOf = (number: number): InvoiceRule => ruleByNumber.get(number) ?? 'unknown';
