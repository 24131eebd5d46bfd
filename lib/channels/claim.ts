/* What a claim can be and where it can stand, whoever tells of it. */

export const claimKinds = ['cancel', 'exchange', 'return'] as const;
export type ClaimKind = (typeof claimKinds)[number];

export const claimStates = ['requested', 'accepted', 'done', 'rejected', 'withdrawn'] as const;
export type ClaimState = (typeof claimStates)[number];

/** Still to be decided, or to be carried out. */
export const openClaimStates = ['requested', 'accepted'] as const satisfies readonly ClaimState[];

export const isOpenClaim = ({ state }: { state: ClaimState }) =>
  openClaimStates.some((open) => open === state);
