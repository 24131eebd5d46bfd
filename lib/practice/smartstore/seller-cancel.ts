import { z } from 'zod';
import type { Answer } from '../http';
import { kstDay } from '../kst';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits, takeNumbers } from '../store/units';
import { cancelled } from './buyer';
import { answered, readBody, type SmartstoreCall } from './call';
import { kstMoment, type SmartstoreClaim, type SmartstoreUnit, statusesOf } from './product-order';
import { failuresOf } from './results';

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
  const [productOrderId = ''] = call.parameters;
  const { cancelReason } = readBody(call, form);
  const isDone = await call.practice.sql.begin(async (tx) => {
    const [unit] = await lockUnits<SmartstoreUnit>(tx, call.shop.key, [productOrderId]);
    const productOrder = unit?.document.productOrder;
    if (!unit || productOrder?.productOrderStatus !== 'PAYED' || unit.document.claim) return false;
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
    const document = cancelled(unit.document, claim, call.now);
    await saveUnits(tx, [{ id: unit.id, statuses: statusesOf(document), document }]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'sold_out',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [unit.unitNo],
        courierCode: null,
        waybillNo: null,
        request: { cancelReason },
        answer: { claimId: claim.claimId },
      },
    ]);
    return true;
  });
  return answered(call, {
    successProductOrderIds: isDone ? [productOrderId] : [],
    failProductOrderInfos: isDone ? [] : failuresOf([{ productOrderId, code: '104442' }]),
  });
}
