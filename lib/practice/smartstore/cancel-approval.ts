import type { Answer } from '../http';
import { cancelled } from './buyer';
import type { SmartstoreCall } from './call';
import { decide } from './decide';

/** The seller agrees to a buyer's cancel. */
export function approveCancel(call: SmartstoreCall): Promise<Answer> {
  return decide(call, async (unit) => {
    const { claim } = unit;
    if (claim?.claimStatus !== 'CANCEL_REQUEST') return '104442';
    return {
      document: cancelled(unit, claim, call.now),
      kind: 'claim',
      request: {},
      answer: { claimId: claim.claimId },
    };
  });
}
