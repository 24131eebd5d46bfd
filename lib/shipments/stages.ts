/** Where a shipment can stand, and where it may go from there; lib/shipments alone moves it. */
export const stages = {
  unmatched: { next: ['ready', 'absorbed', 'cancelled'] },
  ready: { next: ['unmatched', 'allocated', 'absorbed', 'cancelled'] },
  allocated: { next: ['unmatched', 'ready', 'invoiced', 'cancelled'] },
  invoiced: { next: ['unmatched', 'ready', 'allocated', 'shipped', 'cancelled'] },
  shipped: { next: ['invoiced', 'delivered'] },
  delivered: { next: ['invoiced'] },
  cancelled: { next: ['unmatched', 'ready'] },
  absorbed: { next: ['unmatched', 'ready'] },
} as const satisfies Record<string, { next: readonly string[] }>;

export type Stage = keyof typeof stages;

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
] as const;

export type HoldKind = (typeof holdKinds)[number];
