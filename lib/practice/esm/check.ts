import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { saveUnits } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, isStruck, lockedOrder, noSuchOrder, struckAnswer } from './call';
import { changedUnit, isWaitingGift, wireTime } from './order';

/** 주문확인: 결제완료 becomes 배송준비중, and the buyer can change the address no more. */
export async function checkOrder(call: EsmCall): Promise<Answer> {
  if (isStruck(call)) return struckAnswer;
  const [orderNo = ''] = call.parameters;
  return call.practice.sql.begin(async (tx) => {
    const { id, document } = await lockedOrder(tx, call, orderNo);
    if (document.own.claim === 'done') refuse(noSuchOrder);
    if (document.own.claim === 'requested') refuse('취소 요청된 주문입니다.');
    if (isWaitingGift(document)) refuse('선물 수락 전인 주문입니다.');
    if (document.DistrType === 'TL') refuse('풀필먼트 주문입니다.');
    if (document.OrderStatus !== 1) refuse('이미 주문확인 처리된 건입니다.');
    const checked = { ...document, OrderStatus: 2, OrderConfirmDate: wireTime(call.now) };
    await saveUnits(tx, [changedUnit(id, checked)]);
    const data = { IsChanged: document.own.isChanged ? 1 : 0 };
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'acknowledge',
        unitNo: orderNo,
        orderNo,
        lineKeys: [orderNo],
        request: { OrderNo: orderNo },
        answer: data,
      },
    ]);
    return success(data);
  });
}
