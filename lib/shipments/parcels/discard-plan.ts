import { grouped } from '@/lib/grouped';
import type { HoldKind } from '../stages';

export type DiscardOrder = { id: number; orderNo: string };

export type DiscardLine = {
  orderId: number;
  recipientId: number;
  cancelledQty: number;
  claimState: string;
  /** Its buyer was told, or is to be told, of a delay or that it is sold out. */
  isTold: boolean;
  /** Of its order: somebody has noted something there. */
  isNoted: boolean;
  /** Its channel has told of it by its API since the file was registered. */
  isCollected: boolean;
};

/** A shipment that holds lines of the order, or that is based on it. */
export type DiscardParcel = {
  orderId: number;
  baseOrderId: number;
  stage: string;
  holdKinds: HoldKind[];
  recipientId: number;
  isAllocated: boolean;
  isRequested: boolean;
  isSplit: boolean;
  isLocked: boolean;
  /** It had left before it came to us: nothing of ours has happened to it. */
  isHistory: boolean;
  /** It holds lines of another order, or lines of this one that belong elsewhere. */
  isBundle: boolean;
  /** What bundled and allocated it last is a run of nobody, which its orders may leave again. */
  isAutomatic: boolean;
};

export type KeptReason =
  | 'shipped'
  | 'invoiced'
  | 'requested'
  | 'claimed'
  | 'told'
  | 'bundled'
  | 'split'
  | 'allocated'
  | 'held'
  | 'noted'
  | 'edited'
  | 'collected';

export type Discard = {
  discarded: DiscardOrder[];
  kept: (DiscardOrder & { reason: KeptReason })[];
};

/** Sorts orders into those that nothing has happened to but what goes on by itself, and the others with why. */
export function planDiscard(
  orders: readonly DiscardOrder[],
  lines: readonly DiscardLine[],
  parcels: readonly DiscardParcel[],
): Discard {
  const linesOf = grouped(lines, (line) => line.orderId);
  const parcelsOf = grouped(parcels, (parcel) => parcel.orderId);
  const plan: Discard = { discarded: [], kept: [] };
  for (const order of orders) {
    const reason = whyKept(linesOf.get(order.id) ?? [], parcelsOf.get(order.id) ?? []);
    if (reason) plan.kept.push({ ...order, reason });
    else plan.discarded.push(order);
  }
  return plan;
}

/** Set by nobody, when an order comes in or is matched. */
const HOLDS_OF_NOBODY: readonly HoldKind[] = ['duplicate', 'no_address', 'rule'];

/** The furthest thing that has happened; null while nothing has. */
function whyKept(
  lines: readonly DiscardLine[],
  parcels: readonly DiscardParcel[],
): KeptReason | null {
  const byPeople = parcels.filter((parcel) => !parcel.isAutomatic);
  const stands = (...stages: string[]) =>
    parcels.some(({ stage, isHistory }) => stages.includes(stage) && !isHistory);
  if (stands('shipped', 'delivered')) return 'shipped';
  if (stands('invoiced')) return 'invoiced';
  if (parcels.some((parcel) => parcel.isRequested)) return 'requested';
  if (stands('cancelled') || lines.some(isClaimed)) return 'claimed';
  if (lines.some((line) => line.isTold)) return 'told';
  if (byPeople.some((parcel) => parcel.stage === 'absorbed' || isShared(parcel))) return 'bundled';
  if (parcels.some((parcel) => parcel.isSplit)) return 'split';
  if (byPeople.some((parcel) => parcel.isAllocated)) return 'allocated';
  if (parcels.some(({ holdKinds }) => holdKinds.some(isHeldSince))) return 'held';
  if (lines.some((line) => line.isNoted)) return 'noted';
  const recipients = new Set(lines.map((line) => line.recipientId));
  // A bundle bears the recipient of its base.
  const isEdited = parcels.some(
    (parcel) => parcel.isLocked || (!isGuest(parcel) && !recipients.has(parcel.recipientId)),
  );
  if (isEdited) return 'edited';
  return lines.some((line) => line.isCollected) ? 'collected' : null;
}

function isClaimed({ cancelledQty, claimState }: DiscardLine): boolean {
  return cancelledQty > 0 || claimState !== 'none';
}

function isShared(parcel: DiscardParcel): boolean {
  return parcel.isBundle || isGuest(parcel);
}

function isGuest({ baseOrderId, orderId }: DiscardParcel): boolean {
  return baseOrderId !== orderId;
}

function isHeldSince(kind: HoldKind): boolean {
  return !HOLDS_OF_NOBODY.includes(kind);
}
