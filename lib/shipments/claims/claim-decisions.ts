/* What a person may do about a claim, as it and the parcels of its line stand now. */

import { type ClaimKind, type ClaimState, isOpenClaim } from '@/lib/channels/claim';
import { hasLeft, type Stage } from '../stages';

export type ClaimToDecide = {
  kind: ClaimKind;
  state: ClaimState;
  qty: number;
  goodQty: number;
  defectiveQty: number;
  isDecided: boolean;
  isReceived: boolean;
  replacementShipmentId: number | null;
};

/** A parcel in which units of the claimed line lie or lay. */
export type ClaimedParcel = { stage: Stage; holdKinds: readonly string[]; qty: number };

export type ClaimDecisions = {
  /** 승인 of what was asked for, of what its channel has finished alone, or of units stuck here. */
  accept: 'request' | 'finished' | 'stuck' | null;
  reject: boolean;
  /** 처리 취소. */
  reopen: boolean;
  /** 교환 승인, with the goods to send. */
  exchange: boolean;
  /** Units that may still come in. */
  receiveQty: number;
};

export function decisionsOf(
  claim: ClaimToDecide,
  parcels: readonly ClaimedParcel[],
): ClaimDecisions {
  const { kind, qty, goodQty, defectiveQty, replacementShipmentId } = claim;
  return {
    accept: acceptanceOf(claim, parcels),
    reject: isOpenClaim(claim),
    reopen: reopeningRefusal(claim) === null,
    exchange: kind === 'exchange' && isOpenClaim(claim) && replacementShipmentId === null,
    receiveQty: mayComeIn(claim) && wasSent(parcels) ? qty - goodQty - defectiveQty : 0,
  };
}

/** Finished at its channel alone: it holds what has not left until a person has said so here. */
export const isUnsettled = ({ kind, state, isDecided }: ClaimToDecide) =>
  kind !== 'cancel' && state === 'done' && !isDecided;

export const mayComeIn = ({ kind, state }: Pick<ClaimToDecide, 'kind' | 'state'>) =>
  kind !== 'cancel' && (state === 'accepted' || state === 'done');

/** Why the decision cannot be taken back. */
export function reopeningRefusal(claim: ClaimToDecide): 'notDecided' | 'tooLateToReopen' | null {
  if (!claim.isDecided) return 'notDecided';
  const isSwapped = claim.kind === 'exchange' && claim.state === 'done';
  const isOver = claim.isReceived || claim.replacementShipmentId !== null || isSwapped;
  return isOver ? 'tooLateToReopen' : null;
}

function acceptanceOf(
  claim: ClaimToDecide,
  parcels: readonly ClaimedParcel[],
): ClaimDecisions['accept'] {
  if (isUnsettled(claim)) return holds(parcels, 'claim') ? 'finished' : null;
  if (claim.kind === 'exchange') return null;
  if (claim.kind === 'cancel' && claim.state === 'done')
    return holds(parcels, 'cancelled_by_channel') ? 'stuck' : null;
  const isExpected = claim.kind === 'return' && claim.state === 'accepted' && wasSent(parcels);
  return isOpenClaim(claim) && !isExpected ? 'request' : null;
}

const wasSent = (parcels: readonly ClaimedParcel[]) =>
  parcels.some((parcel) => parcel.qty > 0 && hasLeft(parcel));

const holds = (parcels: readonly ClaimedParcel[], kind: string) =>
  parcels.some(({ holdKinds }) => holdKinds.includes(kind));
