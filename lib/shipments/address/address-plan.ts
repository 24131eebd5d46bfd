import type { Recipient } from '@/lib/channels/collected';
import { grouped } from '@/lib/grouped';
import { normalisePostcode } from '@/lib/recipients/address';
import { type RecipientKeys, type RecipientText, recipientKeys } from '@/lib/recipients/key';
import { isMaskedName } from '@/lib/recipients/name';
import { joinedNotes, messagesOf } from '@/lib/recipients/note';
import { readPhone } from '@/lib/recipients/phone';
import type { LockedLine, LockedShipment } from '../locks';
import { isCommitted, isOpen } from '../stages';

/**
 * The recipient after a channel's newer answer, or null when it says nothing new. What it masks or
 * leaves blank takes nothing away that we know. A note is that of one line of several, if not of all.
 */
export function readdressed(
  known: Recipient,
  incoming: Recipient,
  isNoteWhole = false,
): Recipient | null {
  const place = isLegible(incoming.address1) && isLegible(incoming.address2) ? incoming : known;
  const next = {
    name:
      isBlank(incoming.name) || isMaskedName(incoming.name)
        ? known.name || incoming.name
        : incoming.name,
    phone: newerPhone(known.phone, incoming.phone),
    mobile: newerPhone(known.mobile, incoming.mobile),
    ...(isBlank(incoming.address1) ? addressOf(known) : addressOf(place)),
    note: isNoteWhole ? incoming.note : newerNote(known.note, incoming.note),
  };
  const parts = Object.keys(next) as (keyof Recipient)[];
  return parts.some((part) => next[part] !== known[part]) ? next : null;
}

/** What tells one recipient from another. */
export type PlaceKeys = Pick<RecipientKeys, 'nameKey' | 'addressKey' | 'phoneKey' | 'mobileKey'> & {
  /** Five digits, or empty: then it is not compared. */
  postcode: string;
};

export function placeKeys(recipient: RecipientText, mallKey: string): PlaceKeys {
  const postcode = normalisePostcode(recipient.postcode, recipient.address1);
  return { ...recipientKeys(recipient, mallKey), postcode };
}

/** Another person, place, postcode or real phone, where both answers can be compared; not merely more of one. */
export function isElsewhere(known: PlaceKeys, next: PlaceKeys): boolean {
  const pairs = [
    [known.nameKey, next.nameKey],
    [known.addressKey, next.addressKey],
    [known.postcode, next.postcode],
    [known.phoneKey, next.phoneKey],
    [known.mobileKey, next.mobileKey],
  ];
  return pairs.some(([before, after]) => before && after && before !== after);
}

export type ParcelPlan =
  | { kind: 'untouched' }
  | { kind: 'hold' }
  /** The parcel goes to the new recipient; what came from other orders leaves it first. */
  | { kind: 'apply'; recipientId: number; leavingPartIds: number[] }
  /** The changed orders leave the bundle for their own shipments. */
  | {
      kind: 'leave';
      leavingPartIds: number[];
      homes: { shipmentId: number; recipientId: number }[];
    };

type Part = Pick<LockedLine, 'id' | 'orderLineId' | 'homeShipmentId' | 'qty'>;
type Parcel = Pick<LockedShipment, 'id' | 'stage' | 'requestedExportId' | 'recipientId'>;

/**
 * What a changed address means for one shipment. `reported` holds each order line's recipient before
 * the change: a shipment sent to none of them was edited here, and then a person decides.
 */
export function planParcel(
  parcel: Parcel,
  parts: readonly Part[],
  reported: ReadonlyMap<number, number>,
  changed: ReadonlyMap<number, number>,
): ParcelPlan {
  const filled = parts.filter((part) => part.qty > 0 && part.orderLineId !== null);
  const before = (part: Part) => reported.get(part.orderLineId ?? 0);
  const targets = new Set(changed.values());
  const after = (part: Part) => {
    const known = before(part);
    // A line that went there with an earlier answer.
    const earlier = known !== undefined && targets.has(known) ? known : undefined;
    return changed.get(part.orderLineId ?? 0) ?? earlier;
  };
  if (!isOpen(parcel) || !filled.some(after)) return { kind: 'untouched' };
  const isEdited = !filled.some((part) => before(part) === parcel.recipientId);
  if (isCommitted(parcel) || isEdited) return { kind: 'hold' };

  const homes = grouped(filled, (part) => part.homeShipmentId);
  const moves = [...homes].map(([home, ofHome]) => ({
    home,
    ofHome,
    to: oneTarget(ofHome.map(after)),
  }));
  if (moves.some((move) => move.to === 'mixed')) return { kind: 'hold' };
  const [own] = homes.size === 1 ? moves : moves.filter((move) => move.home === parcel.id);
  if (typeof own?.to === 'number') {
    const leaving = moves.filter((move) => move !== own).flatMap((move) => move.ofHome);
    return { kind: 'apply', recipientId: own.to, leavingPartIds: leaving.map((part) => part.id) };
  }
  const leaving = moves.flatMap((move) =>
    typeof move.to === 'number' ? { ...move, to: move.to } : [],
  );
  return {
    kind: 'leave',
    leavingPartIds: leaving.flatMap((move) => move.ofHome.map((part) => part.id)),
    homes: leaving.map((move) => ({ shipmentId: move.home, recipientId: move.to })),
  };
}

/** Where the lines of one order in one parcel now go: all to one recipient, none, or some. */
function oneTarget(targets: readonly (number | undefined)[]): number | 'mixed' | undefined {
  const distinct = new Set(targets);
  return distinct.size > 1 ? 'mixed' : targets[0];
}

function newerPhone(known: string, incoming: string): string {
  const says = readPhone(incoming).kind;
  return known !== '' && (says === 'empty' || says === 'masked' || says === 'dummy')
    ? known
    : incoming;
}

/** Notes of an order's lines are joined in its parcel: one of them again is nothing new. */
function newerNote(known: string, incoming: string): string {
  const messages = messagesOf(known);
  if (messagesOf(incoming).every((message) => messages.includes(message))) return known;
  return messages.length > 1 ? joinedNotes(known, incoming) : incoming.trim();
}

function addressOf({ postcode, address1, address2 }: Recipient) {
  return { postcode, address1, address2 };
}

const isBlank = (text: string) => text.trim() === '';
const isLegible = (text: string) => !text.includes('*');
