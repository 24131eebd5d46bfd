import type { Profile } from './likeness';
import type { Candidate, Rules } from './parcel';

/** Candidates in the smallest words, for tests of the plan. */

export function profile(change: Partial<Profile> = {}): Profile {
  return {
    recipientId: 0,
    nameKey: 'seoa',
    addressKey: 'teheran 12 101-1203',
    placeKey: 'teheran 12',
    postcode: '06236',
    isRoadAddress: true,
    hasUnit: true,
    mobiles: ['m1'],
    landlines: [],
    hasVirtualPhone: false,
    ...change,
  };
}

export function candidate(
  id: number,
  change: Partial<Candidate> & { recipient?: Partial<Profile> } = {},
): Candidate {
  const { recipient, ...rest } = change;
  return {
    id,
    channelId: 1,
    orderedAtMs: id,
    profiles: [profile(recipient)],
    isBundle: false,
    stage: 'ready',
    holdKinds: [],
    requestedExportId: null,
    isUnacknowledged: false,
    isBundleLocked: false,
    isMarketShipped: false,
    isDomestic: true,
    freightTerm: 1,
    temperatures: 1,
    sender: 0,
    units: new Map([[500, 1]]),
    needs: new Map([[500, 1]]),
    splitGroups: [],
    ...rest,
  };
}

export const plainRules: Rules = {
  goods: new Map(),
  answers: new Map(),
  virtualPhonesSuffice: false,
  freeQty: new Map(),
};
