import { z } from 'zod';
import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits } from '../store/units';
import { answered, readBody, type SmartstoreCall } from './call';
import { type SmartstoreUnit, statusesOf } from './product-order';
import { type FailureCode, failuresOf } from './results';

const form = z.object({
  dispatchDueDate: z.iso.datetime({ offset: true }),
  delayedDispatchReason: z.enum([
    'PRODUCT_PREPARE',
    'CUSTOMER_REQUEST',
    'CUSTOM_BUILD',
    'RESERVED_DISPATCH',
    'OVERSEA_DELIVERY',
    'ETC',
  ]),
  dispatchDelayedDetailedReason: z.string().min(1),
});

const LONGEST_DELAY_MS = 90 * 86_400_000;

/** 발송 지연 처리: the term is moved; told again, the last one counts. */
export async function delayDispatch(call: SmartstoreCall): Promise<Answer> {
  const [productOrderId = ''] = call.parameters;
  const told = readBody(call, form);
  const failure = await call.practice.sql.begin(async (tx): Promise<FailureCode | null> => {
    const [unit] = await lockUnits<SmartstoreUnit>(tx, call.shop.key, [productOrderId]);
    const productOrder = unit?.document.productOrder;
    if (!unit || productOrder?.productOrderStatus !== 'PAYED' || unit.document.claim)
      return '104442';
    if (productOrder.placeOrderStatus !== 'OK') return '104443';
    const aheadMs = Date.parse(told.dispatchDueDate) - call.now.getTime();
    if (aheadMs < 0 || aheadMs > LONGEST_DELAY_MS) return '104105';
    const document = {
      ...unit.document,
      productOrder: {
        ...productOrder,
        shippingDueDate: told.dispatchDueDate,
        delayedDispatchReason: told.delayedDispatchReason,
        delayedDispatchDetailedReason: told.dispatchDelayedDetailedReason,
      },
    };
    await saveUnits(tx, [{ id: unit.id, statuses: statusesOf(document), document }]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'delay',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [unit.unitNo],
        courierCode: null,
        waybillNo: null,
        request: told,
        answer: {},
      },
    ]);
    return null;
  });
  return answered(call, {
    successProductOrderIds: failure === null ? [productOrderId] : [],
    failProductOrderInfos: failure === null ? [] : failuresOf([{ productOrderId, code: failure }]),
  });
}
