import { z } from 'zod';
import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { jsonOf, saveUnits } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, isStruck, lockedOrder, noSuchOrder, readBody, struckAnswer } from './call';
import { CANCEL_DONE } from './claim';
import { changedUnit, wireTime } from './order';

const form = z.object({ SiteType: z.number().int() });

/** 취소승인 of a buyer's request; the order is named in the path. */
export async function approveCancel(call: EsmCall): Promise<Answer> {
  const [orderNo = ''] = call.parameters;
  if (readBody(call, form).SiteType !== call.site.siteType) refuse(noSuchOrder);
  if (isStruck(call)) return struckAnswer;
  return call.practice.sql.begin(async (tx) => {
    const { id, document } = await lockedOrder(tx, call, orderNo);
    const at = wireTime(call.now);
    const change = { CancelStatus: CANCEL_DONE, ApproveUser: 2, ApproveDate: at, CompleteDate: at };
    const [claim] = await tx`
      update practice.claims set status = ${`cancel:${CANCEL_DONE}`},
        document = jsonb_set(document, '{wire}', (document -> 'wire') || ${jsonOf(tx, change)})
      where shop = ${call.shop.key} and order_no = ${orderNo} and status = 'cancel:1'
      returning claim_no`;
    if (!claim) refuse('취소요청 상태의 주문이 아닙니다.');
    const own = { ...document.own, claim: 'done' as const };
    await saveUnits(tx, [changedUnit(id, { ...document, own })]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: orderNo,
        orderNo,
        lineKeys: [orderNo],
        courierCode: null,
        waybillNo: null,
        request: call.body,
        answer: change,
      },
    ]);
    return success(null);
  });
}
