import { z } from 'zod';
import type { Answer } from '../http';
import { type JournalEntry, writeJournal } from '../store/journal';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { answered, isStruck, readBody, type SmartstoreCall } from './call';
import { isCancelOpen, kstMoment, type SmartstoreUnit, statusesOf } from './product-order';
import { type FailureCode, failuresOf, type Verdict } from './results';

const MAX_ROWS = 30;
const form = z.object({
  productOrderIds: z
    .array(z.string().regex(/^\d{1,20}$/))
    .min(1)
    .max(MAX_ROWS),
});

/** 발주확인, product order by product order; the feed says nothing of it. */
export async function confirm(call: SmartstoreCall): Promise<Answer> {
  const { productOrderIds } = readBody(call, form);
  const judged = await call.practice.sql.begin(async (tx) => {
    const units = await lockUnits<SmartstoreUnit>(tx, call.shop.key, productOrderIds);
    const byNo = new Map(units.map((unit) => [unit.unitNo, unit]));
    const verdicts = productOrderIds.map(
      (id, index): Verdict => ({
        productOrderId: id,
        code: isStruck(call, index) ? '4000' : faultOf(byNo.get(id)?.document),
      }),
    );
    const taken = [...new Set(verdicts.filter(({ code }) => code === null))].flatMap(
      ({ productOrderId }) => byNo.get(productOrderId) ?? [],
    );
    await saveUnits(
      tx,
      taken.map((unit) => confirmed(unit, call.now)),
    );
    await writeJournal(tx, call.shop, call.now, taken.map(entryOf));
    return { verdicts, taken };
  });
  return answered(call, {
    successProductOrderInfos: judged.taken.map(({ unitNo, document }) => ({
      productOrderId: unitNo,
      isReceiverAddressChanged: document.receiverAddressChanged,
    })),
    failProductOrderInfos: failuresOf(judged.verdicts),
  });
}

function faultOf(unit: SmartstoreUnit | undefined): FailureCode | null {
  if (!unit) return '104133';
  const { productOrderStatus, placeOrderStatus, giftReceivingStatus } = unit.productOrder;
  if (productOrderStatus !== 'PAYED' || isCancelOpen(unit)) return '104442';
  if (giftReceivingStatus === 'WAIT_FOR_RECEIVING') return '104443';
  return placeOrderStatus === 'NOT_YET' ? null : '104443';
}

function confirmed({ id, document }: Unit<SmartstoreUnit>, now: Date) {
  const changed: SmartstoreUnit = {
    ...document,
    productOrder: {
      ...document.productOrder,
      placeOrderStatus: 'OK',
      placeOrderDate: kstMoment(now),
    },
  };
  return { id, statuses: statusesOf(changed), document: changed };
}

function entryOf({ unitNo, orderNo }: Unit<SmartstoreUnit>): JournalEntry {
  return {
    kind: 'acknowledge',
    unitNo,
    orderNo,
    lineKeys: [unitNo],
    request: { productOrderIds: [unitNo] },
    answer: { productOrderId: unitNo },
  };
}
