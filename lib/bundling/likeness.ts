import type { Unit } from '@/lib/recipients/address';
import { mayBeOneName } from '@/lib/recipients/name';

/** Of one recipient, what is compared. */
export type Profile = {
  recipientId: number;
  /** Null where the name is masked: then nobody is told by it. */
  nameKey: string | null;
  /** Its letters, read only of the masked and of whom else their addresses belong to. */
  name?: string;
  addressKey: string | null;
  placeKey: string | null;
  /** Five digits, or empty: then it is not compared. */
  postcode: string;
  isRoadAddress: boolean;
  hasUnit: boolean;
  /** Read only where another one of this name is at another address of this place. */
  unit?: Unit | null;
  /** Keys of real numbers alone: virtual, dummy, masked and empty ones say nothing. */
  mobiles: string[];
  landlines: string[];
  hasVirtualPhone: boolean;
};

export type NearReason =
  | 'nameMasked'
  | 'phoneDiffers'
  | 'noComparablePhone'
  | 'roadAndLot'
  | 'unitMissing';

type PhoneCounts = { equalPhones: number; differentPhones: number };

export type Likeness =
  | ({ kind: 'same'; byVirtualPhone: boolean } & PhoneCounts)
  | ({ kind: 'near'; reason: NearReason } & PhoneCounts)
  | { kind: 'other' };

const OTHER: Likeness = { kind: 'other' };

/**
 * Same: name and address equal, a real phone equal and none different. Near: a person decides,
 * because a phone differs, none can be compared, 동 or 호 stands on one side only, or one side has
 * the road address and the other the lot of what may be one house; or because a name is masked that
 * may be the other's at the same address.
 */
export function likenessOf(a: Profile, b: Profile, virtualPhonesSuffice: boolean): Likeness {
  if (a.postcode !== '' && b.postcode !== '' && a.postcode !== b.postcode) return OTHER;
  if (a.nameKey === null || b.nameKey === null) return underMask(a, b);
  if (a.nameKey !== b.nameKey) return OTHER;
  if (a.addressKey !== null && a.addressKey === b.addressKey) {
    return atOneAddress(a, b, virtualPhonesSuffice);
  }
  const phones = comparePhones(a, b);
  if (a.placeKey !== null && a.placeKey === b.placeKey && lacksUnit(a, b)) {
    return { kind: 'near', reason: 'unitMissing', ...phones };
  }
  const mayBeOneHouse =
    a.isRoadAddress !== b.isRoadAddress && a.postcode !== '' && b.postcode !== '';
  return mayBeOneHouse && phones.equalPhones > 0
    ? { kind: 'near', reason: 'roadAndLot', ...phones }
    : OTHER;
}

/** A masked name neither confirms nor contradicts, as far as it is shown. */
function underMask(a: Profile, b: Profile): Likeness {
  if (!a.name || !b.name || a.addressKey === null || a.addressKey !== b.addressKey) return OTHER;
  const phones = comparePhones(a, b);
  return mayBeOneName(a.name, b.name) && phones.differentPhones <= phones.equalPhones
    ? { kind: 'near', reason: 'nameMasked', ...phones }
    : OTHER;
}

function lacksUnit(a: Profile, b: Profile): boolean {
  if (a.hasUnit !== b.hasUnit) return true;
  if (!a.unit || !b.unit) return false;
  const blocks = compareParts(a.unit.block, b.unit.block);
  const rooms = compareParts(a.unit.room, b.unit.room);
  return blocks !== 'differ' && rooms !== 'differ' && [blocks, rooms].includes('missing');
}

function compareParts(a: string | null, b: string | null): 'equal' | 'missing' | 'differ' {
  if (a === b) return 'equal';
  return a === null || b === null ? 'missing' : 'differ';
}

function atOneAddress(a: Profile, b: Profile, virtualPhonesSuffice: boolean): Likeness {
  const phones = comparePhones(a, b);
  if (phones.differentPhones > 0) return { kind: 'near', reason: 'phoneDiffers', ...phones };
  if (phones.equalPhones > 0) return { kind: 'same', byVirtualPhone: false, ...phones };
  return virtualPhonesSuffice && (a.hasVirtualPhone || b.hasVirtualPhone)
    ? { kind: 'same', byVirtualPhone: true, ...phones }
    : { kind: 'near', reason: 'noComparablePhone', ...phones };
}

/** Number by number within a class: what only one side has says nothing. */
function comparePhones(a: Profile, b: Profile): PhoneCounts {
  const mobiles = compareNumbers(a.mobiles, b.mobiles);
  const landlines = compareNumbers(a.landlines, b.landlines);
  return {
    equalPhones: mobiles.equal + landlines.equal,
    differentPhones: mobiles.different + landlines.different,
  };
}

function compareNumbers(ours: string[], theirs: string[]) {
  const equal = ours.filter((number) => theirs.includes(number)).length;
  return { equal, different: Math.min(ours.length, theirs.length) - equal };
}
