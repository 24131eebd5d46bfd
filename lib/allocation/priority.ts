/** Who is served first: an ordered list of criteria that a mall saves. Pure. */

export const criteria = ['channel_priority', 'ship_by', 'paid_at', 'amount', 'quantity'] as const;

/** `tag:VIP`: whoever wants a variant with that tag comes first. */
export type Criterion = (typeof criteria)[number] | `tag:${string}`;

export type Ranked = {
  channelPriority: number;
  /** Milliseconds; null: no date is known, so it comes last. */
  shipByMs: number | null;
  paidAtMs: number;
  amount: number;
  wantedQty: number;
  tags: readonly string[];
};

const NO_DATE = Number.MAX_SAFE_INTEGER;

const ranks: Record<(typeof criteria)[number], (shipment: Ranked) => number> = {
  channel_priority: (shipment) => shipment.channelPriority,
  ship_by: (shipment) => shipment.shipByMs ?? NO_DATE,
  paid_at: (shipment) => shipment.paidAtMs,
  amount: (shipment) => -shipment.amount,
  quantity: (shipment) => shipment.wantedQty,
};

/** How to rank by these criteria: one number for each, the lesser served first. */
export function ranking(priority: readonly Criterion[]): (shipment: Ranked) => number[] {
  const all = priority.map(rankBy);
  return (shipment) => all.map((rank) => rank(shipment));
}

export function rankBy(criterion: Criterion): (shipment: Ranked) => number {
  if (!isTag(criterion)) return ranks[criterion];
  const tag = tagOf(criterion);
  return (shipment) => (shipment.tags.includes(tag) ? 0 : 1);
}

/** For one run: a criterion before all those that are saved. */
export function withFirst(saved: readonly Criterion[], first: Criterion | null): Criterion[] {
  return first === null ? [...saved] : [first, ...saved.filter((criterion) => criterion !== first)];
}

export function isTag(criterion: Criterion): criterion is `tag:${string}` {
  return criterion.startsWith('tag:');
}

export function tagOf(criterion: `tag:${string}`): string {
  return criterion.slice('tag:'.length);
}

export function isCriterion(text: string): text is Criterion {
  return (criteria as readonly string[]).includes(text) || /^tag:\S/.test(text);
}
