import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits } from '../store/units';
import { cancelled } from './buyer';
import { answered, type SmartstoreCall } from './call';
import { type SmartstoreUnit, statusesOf } from './product-order';
import { failuresOf } from './results';

/** The seller agrees to a buyer's cancel. */
export async function approveCancel(call: SmartstoreCall): Promise<Answer> {
  const [productOrderId = ''] = call.parameters;
  const isDone = await call.practice.sql.begin(async (tx) => {
    const [unit] = await lockUnits<SmartstoreUnit>(tx, call.shop.key, [productOrderId]);
    const claim = unit?.document.claim;
    if (!unit || claim?.claimStatus !== 'CANCEL_REQUEST') return false;
    const document = cancelled(unit.document, claim, call.now);
    await saveUnits(tx, [{ id: unit.id, statuses: statusesOf(document), document }]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [unit.unitNo],
        courierCode: null,
        waybillNo: null,
        request: {},
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
