import { z } from 'zod';
import type { Answer } from '../http';
import { kstDay } from '../kst';
import { takeNumbers } from '../store/units';
import { cancelled } from './buyer';
import { readBody, type SmartstoreCall } from './call';
import { decide } from './decide';
import { kstMoment, type SmartstoreClaim } from './product-order';

const form = z.object({
  cancelReason: z.enum([
    'INTENT_CHANGED',
    'COLOR_AND_SIZE',
    'WRONG_ORDER',
    'PRODUCT_UNSATISFIED',
    'DELAYED_DELIVERY',
    'SOLD_OUT',
    'INCORRECT_INFO',
  ]),
});

/** The seller takes an order back: it needs nobody's word and is done at once. */
export async function requestCancel(call: SmartstoreCall): Promise<Answer> {
  const { cancelReason } = readBody(call, form);
  return decide(call, async (unit, tx) => {
    const { productOrder } = unit;
    if (productOrder.productOrderStatus !== 'PAYED' || unit.claim) return '104442';
    const number = await takeNumbers(tx, call.shop.key, 'claim', 1);
    const claim: SmartstoreClaim = {
      claimId: `${kstDay(call.now).replaceAll('-', '')}${String(number).padStart(8, '0')}`,
      claimType: 'CANCEL',
      claimStatus: 'CANCEL_DONE',
      claimRequestDate: kstMoment(call.now),
      reason: cancelReason,
      detail: '',
      requestQuantity: productOrder.remainQuantity,
    };
    return {
      document: cancelled(unit, claim, call.now),
      kind: 'sold_out',
      request: { cancelReason },
      answer: { claimId: claim.claimId },
    };
  });
}
