/**
 * Claim states of an order line under which its goods must not leave. A finished cancel has taken
 * its units out of the shipment; a finished return or exchange of what never left needs a person.
 */
export const HOLDING_CLAIMS = [
  'cancel_requested',
  'cancel_accepted',
  'return_requested',
  'return_accepted',
  'return_done',
  'exchange_requested',
  'exchange_accepted',
  'exchange_done',
] as const;
