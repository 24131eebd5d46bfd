/** Who is served first: an ordered list of criteria that a mall saves. Pure. */

export const criteria = ['channel_priority', 'ship_by', 'paid_at', 'amount', 'quantity'] as const;

/** `tag:VIP`: whoever wants a variant with that tag comes first. */
export type Criterion = (typeof criteria)[number] | `tag:${string}`;

/** Shipments in columns: what stands at one place of each is of one shipment. */
export type Rankable = {
  channelPriority: readonly number[];
  /** Milliseconds; null: no date is known, so it comes last. */
  shipByMs: readonly (number | null)[];
  paidAtMs: readonly number[];
  amount: readonly number[];
  wantedQty: readonly number[];
  tagsAt: (place: number) => readonly string[];
};

const NO_DATE = Number.MAX_SAFE_INTEGER;

const columns: Record<(typeof criteria)[number], (shipments: Rankable) => readonly number[]> = {
  channel_priority: ({ channelPriority }) => channelPriority,
  ship_by: ({ shipByMs }) => shipByMs.map((ms) => ms ?? NO_DATE),
  paid_at: ({ paidAtMs }) => paidAtMs,
  amount: ({ amount }) => amount.map((paid) => -paid),
  quantity: ({ wantedQty }) => wantedQty,
};

/** A column of ranks for each of these criteria, the lesser served first. */
export function ranking(priority: readonly Criterion[], shipments: Rankable): Float64Array[] {
  return priority.map((criterion) => new Float64Array(columnOf(criterion, shipments)));
}

function columnOf(criterion: Criterion, shipments: Rankable): readonly number[] {
  if (!isTag(criterion)) return columns[criterion](shipments);
  const tag = tagOf(criterion);
  return shipments.amount.map((_, place) => (shipments.tagsAt(place).includes(tag) ? 0 : 1));
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
