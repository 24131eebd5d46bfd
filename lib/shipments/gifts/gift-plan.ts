/*
 * Which gifts parcels are due. A rule looks at the lines that meet its conditions, summed by order
 * or by parcel; who reaches amount and quantity is due its gift once, those who paid first before
 * the others. A gift that stands is kept while it is still due. One that is not on the shelf in full
 * is not given. An order in several parcels has its gift in the first of them. Before 발주확인 nobody
 * is given anything anew.
 */

export type GiftRule = {
  id: number;
  basis: 'order' | 'bundle';
  paidFromMs: number | null;
  paidToMs: number | null;
  channelIds: readonly number[];
  variantIds: readonly number[];
  tags: readonly string[];
  minAmount: number;
  minQty: number;
  firstCount: number | null;
  variantId: number;
  qty: number;
};

export type ParcelLine = {
  orderId: number;
  channelId: number;
  paidAtMs: number;
  qty: number;
  amount: number;
  variantIds: readonly number[];
  tags: readonly string[];
};

export type Parcel = {
  shipmentId: number;
  /** Parts of a split share it. */
  group: number;
  baseOrderId: number;
  /** A parcel that a supplier sends takes none: our gifts do not lie there. */
  takesGifts: boolean;
  /** 발주전: what stands stays, but nothing is given anew. */
  isUnacknowledged: boolean;
  lines: readonly ParcelLine[];
};

/** A gift that stands in one of these parcels, reserved in full or not. */
export type StandingGift = {
  lineId: number;
  shipmentId: number;
  group: number;
  ruleId: number;
  orderId: number;
  variantId: number;
  qty: number;
  isReserved: boolean;
};

/** A gift that has left, or stands where nothing may change any more. */
export type GoneGift = { ruleId: number; orderId: number; group: number };

export type NewGift = {
  shipmentId: number;
  orderId: number;
  ruleId: number;
  variantId: number;
  qty: number;
};

export type Situation = {
  rules: readonly GiftRule[];
  parcels: readonly Parcel[];
  standing: readonly StandingGift[];
  gone: readonly GoneGift[];
  /** What is free of each gift, without what the standing ones hold. */
  free: ReadonlyMap<number, number>;
  /** Some parcels of many: who has none yet waits until all are looked at, so that who paid first comes first. */
  givesNoneAnew?: boolean;
};

export type GiftPlan = { removedLineIds: number[]; added: NewGift[] };

export function planGifts(situation: Situation): GiftPlan {
  const { rules, parcels, standing, gone, free, givesNoneAnew = false } = situation;
  const left = new Map(free);
  for (const gift of standing)
    if (gift.isReserved) left.set(gift.variantId, (left.get(gift.variantId) ?? 0) + gift.qty);
  const kept = new Set<number>();
  const added: NewGift[] = [];
  for (const rule of rules) {
    const goneKeys = new Set(
      gone.filter((gift) => gift.ruleId === rule.id).map((gift) => keyOf(rule, gift)),
    );
    const ownStanding = standing.filter((gift) => gift.ruleId === rule.id);
    const due = dueOf(rule, parcels).filter((one) => !goneKeys.has(one.key));
    let room =
      rule.firstCount === null ? Number.POSITIVE_INFINITY : rule.firstCount - goneKeys.size;
    for (const { one, gift, isNew } of standingFirst(rule, due, ownStanding)) {
      if (isNew && (givesNoneAnew || one.isUnacknowledged)) continue;
      const available = left.get(rule.variantId) ?? 0;
      if (room <= 0 || available < rule.qty) continue;
      room -= 1;
      left.set(rule.variantId, available - rule.qty);
      if (gift) kept.add(gift.lineId);
      else added.push({ ...one.place, ruleId: rule.id, variantId: rule.variantId, qty: rule.qty });
    }
  }
  const removedLineIds = standing.filter(({ lineId }) => !kept.has(lineId)).map((g) => g.lineId);
  return { removedLineIds, added };
}

/** Gifts whose condition what is bought in these parcels no longer meets, by their lines. */
export function undueGifts(
  rules: readonly GiftRule[],
  parcels: readonly Parcel[],
  standing: readonly StandingGift[],
): number[] {
  return rules.flatMap((rule) => {
    const due = new Set(dueOf(rule, parcels).map(({ key }) => key));
    return standing
      .filter((gift) => gift.ruleId === rule.id && !due.has(keyOf(rule, gift)))
      .map(({ lineId }) => lineId);
  });
}

type Due = {
  key: number;
  paidAtMs: number;
  takesGifts: boolean;
  isUnacknowledged: boolean;
  place: { shipmentId: number; orderId: number };
};

const keyOf = (rule: GiftRule, one: { orderId: number; group: number }) =>
  rule.basis === 'order' ? one.orderId : one.group;

/** Who is due the gift of a rule, by the time of paying. */
function dueOf(rule: GiftRule, parcels: readonly Parcel[]): Due[] {
  const sums = new Map<number, Due & { amount: number; qty: number }>();
  for (const parcel of parcels.toSorted(byPlace)) {
    for (const line of parcel.lines) {
      if (line.qty === 0 || !meets(rule, line)) continue;
      const orderId = rule.basis === 'order' ? line.orderId : parcel.baseOrderId;
      const key = keyOf(rule, { orderId, group: parcel.group });
      const place = { shipmentId: parcel.shipmentId, orderId };
      const { takesGifts, isUnacknowledged } = parcel;
      const { paidAtMs } = line;
      const fresh = { key, paidAtMs, takesGifts, isUnacknowledged, place, amount: 0, qty: 0 };
      const sum = sums.get(key) ?? fresh;
      sum.amount += line.amount;
      sum.qty += line.qty;
      sum.paidAtMs = Math.min(sum.paidAtMs, line.paidAtMs);
      sums.set(key, sum);
    }
  }
  return [...sums.values()]
    .filter((sum) => sum.takesGifts && sum.amount >= rule.minAmount && sum.qty >= rule.minQty)
    .sort((one, other) => one.paidAtMs - other.paidAtMs || one.key - other.key);
}

/** What is bought in any parcel counts; the gift lies in the first that takes one. */
function byPlace(a: Parcel, b: Parcel): number {
  return Number(b.takesGifts) - Number(a.takesGifts) || a.shipmentId - b.shipmentId;
}

function meets(rule: GiftRule, line: ParcelLine): boolean {
  if (rule.paidFromMs !== null && line.paidAtMs < rule.paidFromMs) return false;
  if (rule.paidToMs !== null && line.paidAtMs >= rule.paidToMs) return false;
  if (rule.channelIds.length > 0 && !rule.channelIds.includes(line.channelId)) return false;
  const isNamed = line.variantIds.some((variantId) => rule.variantIds.includes(variantId));
  if (rule.variantIds.length > 0 && !isNamed) return false;
  return rule.tags.length === 0 || line.tags.some((tag) => rule.tags.includes(tag));
}

/** Whoever has the gift already keeps it before anyone new; it must stand in the right parcel. */
function standingFirst(rule: GiftRule, due: readonly Due[], standing: readonly StandingGift[]) {
  const giftOf = new Map(standing.map((gift) => [keyOf(rule, gift), gift]));
  const pairs = due.map((one) => {
    const gift = giftOf.get(one.key);
    const isInPlace =
      gift?.shipmentId === one.place.shipmentId &&
      gift.orderId === one.place.orderId &&
      gift.isReserved &&
      gift.variantId === rule.variantId &&
      gift.qty === rule.qty;
    return { one, gift: isInPlace ? gift : undefined, isNew: gift === undefined };
  });
  return [...pairs.filter(({ gift }) => gift), ...pairs.filter(({ gift }) => !gift)];
}
