/** Who is served first: an ordered list of criteria that a mall saves. Pure. */

export const criteria = ['channel_priority', 'ship_by', 'paid_at', 'amount', 'quantity'] as const;

/** `tag:VIP`: whoever wants a variant with that tag comes first. */
export type Criterion = (typeof criteria)[number] | `tag:${string}`;

/** Shipments in columns: what stands at one place of each is of one shipment. */
export type Rankable = {
  channelPriorityAt: (place: number) => number;
  /** Milliseconds; null: no date is known, so it comes last. */
  shipByMs: readonly (number | null)[];
  paidAtMs: readonly number[];
  amount: readonly number[];
  wantedQty: readonly number[];
  tagsAt: (place: number) => readonly string[];
};

const NO_DATE = Number.MAX_SAFE_INTEGER;

type RankAt = (shipments: Rankable, place: number) => number;

const rankAt: Record<(typeof criteria)[number], RankAt> = {
  channel_priority: ({ channelPriorityAt }, place) => channelPriorityAt(place),
  ship_by: ({ shipByMs }, place) => shipByMs[place] ?? NO_DATE,
  paid_at: ({ paidAtMs }, place) => paidAtMs[place] ?? 0,
  amount: ({ amount }, place) => -(amount[place] ?? 0),
  quantity: ({ wantedQty }, place) => wantedQty[place] ?? 0,
};

/** A column of ranks for each of these criteria, the lesser served first. */
export function ranking(priority: readonly Criterion[], shipments: Rankable): Float64Array[] {
  const places = new Float64Array(shipments.amount.length);
  return priority.map((criterion) => {
    const rank = isTag(criterion) ? byTag(tagOf(criterion)) : rankAt[criterion];
    return places.map((_, place) => rank(shipments, place));
  });
}

const byTag =
  (tag: string): RankAt =>
  ({ tagsAt }, place) =>
    tagsAt(place).includes(tag) ? 0 : 1;

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
