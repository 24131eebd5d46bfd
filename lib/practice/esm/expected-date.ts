import { z } from 'zod';
import type { Answer } from '../http';
import { kstDay } from '../kst';
import { writeJournal } from '../store/journal';
import { saveUnits } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, isStruck, lockedOrder, noSuchOrder, struckAnswer } from './call';
import { changedUnit } from './order';

const form = z.object({
  OrderNo: z.union([z.string(), z.number(), z.bigint()]).transform(String),
  ReasonType: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  ShippingExpectedDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  ReasonDetail: z.string().optional(),
});

/** 발송예정일 등록 of an order that was checked and has not left: from tomorrow on. */
export async function expectShipping(call: EsmCall): Promise<Answer> {
  if (isStruck(call)) return struckAnswer;
  const parsed = form.safeParse(call.body);
  if (!parsed.success) refuse('필수 값이 없습니다.', 2000);
  const { OrderNo: orderNo, ...told } = parsed.data;
  if (told.ShippingExpectedDate <= kstDay(call.now)) refuse('발송예정일을 확인해 주세요.');
  return call.practice.sql.begin(async (tx) => {
    const { id, document } = await lockedOrder(tx, call, orderNo);
    if (document.own.claim === 'done') refuse(noSuchOrder);
    if (document.own.claim === 'requested') refuse('취소 요청된 주문입니다.');
    if (document.OrderStatus !== 2) refuse('배송준비중 주문이 아닙니다.');
    const delayed = { ...document, TransDueDate: `${told.ShippingExpectedDate}T23:59:59` };
    await saveUnits(tx, [changedUnit(id, delayed)]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'delay',
        unitNo: orderNo,
        orderNo,
        lineKeys: [orderNo],
        request: told,
        answer: {},
      },
    ]);
    return success(null);
  });
}
