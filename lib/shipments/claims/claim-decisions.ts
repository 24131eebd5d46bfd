/* What a person may do about a claim, as it and the parcels of its line stand now. */

import { type ClaimKind, type ClaimState, isOpenClaim } from '@/lib/channels/claim';
import { hasLeft, isOpen, type Stage } from '../stages';

export type ClaimToDecide = {
  kind: ClaimKind;
  state: ClaimState;
  qty: number;
  /** Of an accepted cancel: had left, and is to come back. */
  sentQty: number;
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
  /** Units that 승인 of a cancel cannot take out any more: they are to come back. */
  awayQty: number;
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
  const { kind, goodQty, defectiveQty, replacementShipmentId } = claim;
  const accept = acceptanceOf(claim, parcels);
  return {
    accept,
    awayQty: accept && kind === 'cancel' && wasSent(parcels) ? beyond(claim, parcels) : 0,
    reject: isOpenClaim(claim),
    reopen: reopeningRefusal(claim) === null,
    exchange: kind === 'exchange' && isOpenClaim(claim) && replacementShipmentId === null,
    receiveQty:
      mayComeIn(claim) && wasSent(parcels) ? expectedQty(claim) - goodQty - defectiveQty : 0,
  };
}

/** Finished at its channel alone: it holds what has not left until a person has said so here. */
export const isUnsettled = ({ kind, state, isDecided }: ClaimToDecide) =>
  kind !== 'cancel' && state === 'done' && !isDecided;

export const mayComeIn = (claim: Pick<ClaimToDecide, 'kind' | 'state' | 'qty' | 'sentQty'>) =>
  (claim.state === 'accepted' || claim.state === 'done') && expectedQty(claim) > 0;

/** Units that are to come back in all, once it is accepted. */
export const expectedQty = ({
  kind,
  qty,
  sentQty,
}: Pick<ClaimToDecide, 'kind' | 'qty' | 'sentQty'>) => (kind === 'cancel' ? sentQty : qty);

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

/** Of the claim, more than lie in parcels that have not left. */
function beyond({ qty }: ClaimToDecide, parcels: readonly ClaimedParcel[]): number {
  const here = parcels.filter(isOpen).reduce((sum, parcel) => sum + parcel.qty, 0);
  return here > 0 ? Math.max(0, qty - here) : 0;
}

const wasSent = (parcels: readonly ClaimedParcel[]) =>
  parcels.some((parcel) => parcel.qty > 0 && hasLeft(parcel));

const holds = (parcels: readonly ClaimedParcel[], kind: string) =>
  parcels.some(({ holdKinds }) => holdKinds.includes(kind));
