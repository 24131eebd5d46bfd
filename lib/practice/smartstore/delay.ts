import { z } from 'zod';
import type { Answer } from '../http';
import { readBody, type SmartstoreCall } from './call';
import { decide } from './decide';

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
  const told = readBody(call, form);
  return decide(call, async (unit) => {
    const { productOrder } = unit;
    if (productOrder.productOrderStatus !== 'PAYED' || unit.claim) return '104442';
    if (productOrder.placeOrderStatus !== 'OK') return '104443';
    const aheadMs = Date.parse(told.dispatchDueDate) - call.now.getTime();
    if (aheadMs < 0 || aheadMs > LONGEST_DELAY_MS) return '104105';
    const delayed = {
      shippingDueDate: told.dispatchDueDate,
      delayedDispatchReason: told.delayedDispatchReason,
      delayedDispatchDetailedReason: told.dispatchDelayedDetailedReason,
    };
    const document = { ...unit, productOrder: { ...productOrder, ...delayed } };
    return { document, kind: 'delay', request: told, answer: {} };
  });
}
