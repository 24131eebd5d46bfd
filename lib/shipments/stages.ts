/** Where a shipment can stand: may it still change, and are its goods gone; lib/shipments alone moves it. */
const stages = {
  unmatched: { isOpen: true, hasLeft: false },
  ready: { isOpen: true, hasLeft: false },
  allocated: { isOpen: true, hasLeft: false },
  invoiced: { isOpen: true, hasLeft: false },
  shipped: { isOpen: false, hasLeft: true },
  delivered: { isOpen: false, hasLeft: true },
  cancelled: { isOpen: false, hasLeft: false },
  absorbed: { isOpen: false, hasLeft: false },
} as const satisfies Record<string, { isOpen: boolean; hasLeft: boolean }>;

export type Stage = keyof typeof stages;

/** Not left yet: what a claim, a cancel or a new address can still reach. */
export function isOpen(shipment: { stage: Stage }): boolean {
  return stages[shipment.stage].isOpen;
}

/** Shipped by us or already with the buyer. */
export function hasLeft(shipment: { stage: Stage }): boolean {
  return stages[shipment.stage].hasLeft;
}

/** Its label is printed or its row is with the courier's program: only a person may change it. */
export function isCommitted(shipment: { stage: Stage; requestedExportId: number | null }): boolean {
  return shipment.stage === 'invoiced' || shipment.requestedExportId !== null;
}

export const holdKinds = [
  'operator',
  'claim',
  'address_changed',
  'duplicate',
  'shipped_by_channel',
  'cancelled_by_channel',
  'rematched',
  'short',
  'no_address',
  /** What its label or the courier's program says is no longer what lies in it. */
  'relabel',
  /** A hold rule of the mall wants it looked at; its name is the reason. */
  'rule',
  /** A bundle whose goods may not travel together any more has a number already. */
  'apart',
] as const;

export type HoldKind = (typeof holdKinds)[number];
