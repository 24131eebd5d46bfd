import { isElsewhere, type PlaceKeys } from './address-plan';

/** Where an order line of the parcel goes by the channel's last word. */
export type ReportedPlace = { recipientId: number; isBase: boolean; keys: PlaceKeys };

/** Why a parcel cannot go to its new address yet, with the words that say so. */
export const placeRefusals = {
  /** Its row is with the courier's program, which knows the old address. */
  requested: 'collect.errors.addressRequested',
  /** Its number was given outside with the old address; it must be given anew. */
  numbered: 'collect.errors.addressNumbered',
  /** The orders of the bundle now go to different places. */
  bundled: 'collect.errors.addressBundled',
} as const;

export type PlaceRefusal = keyof typeof placeRefusals;

export type NewPlace = { recipientId: number } | { refused: PlaceRefusal };

/**
 * Which recipient a held parcel goes to when the channel's new address is taken over. A number of our
 * own range stays: its label is printed again.
 */
export function newPlaceOf(
  parcel: { isRequested: boolean; waybillSource: string | null },
  reported: readonly ReportedPlace[],
): NewPlace {
  if (parcel.isRequested) return { refused: 'requested' };
  if (parcel.waybillSource !== null && parcel.waybillSource !== 'range')
    return { refused: 'numbered' };
  const place = reported.find((one) => one.isBase) ?? reported[0];
  if (!place) return { refused: 'bundled' };
  if (reported.some((other) => isElsewhere(place.keys, other.keys))) return { refused: 'bundled' };
  return { recipientId: place.recipientId };
}
