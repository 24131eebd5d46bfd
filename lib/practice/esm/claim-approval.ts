import { z } from 'zod';
import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { jsonOf, saveUnits } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, isStruck, lockedOrder, noSuchOrder, readBody, struckAnswer } from './call';
import { CANCEL_DONE, RETURN_DONE, siteTypeOf, statusField } from './claim';
import { changedUnit, wireTime } from './order';

const form = z.object({ SiteType: z.number().int() });

/** 취소승인 of a buyer's request; the order is named in the path. */
export function approveCancel(call: EsmCall): Promise<Answer> {
  return approve(call, 'cancel');
}

/** 반품승인 of a buyer's request: the buyer gets the money. */
export function approveReturn(call: EsmCall): Promise<Answer> {
  return approve(call, 'return');
}

async function approve(call: EsmCall, kind: 'cancel' | 'return'): Promise<Answer> {
  const [orderNo = ''] = call.parameters;
  if (readBody(call, form).SiteType !== siteTypeOf(call.site, kind)) refuse(noSuchOrder);
  if (isStruck(call)) return struckAnswer;
  return call.practice.sql.begin(async (tx) => {
    const { id, document } = await lockedOrder(tx, call, orderNo);
    const at = wireTime(call.now);
    const status = kind === 'cancel' ? CANCEL_DONE : RETURN_DONE;
    const dates = { ApproveUser: 2, ApproveDate: at, CompleteDate: at };
    const change = { [statusField[kind]]: status, ...dates };
    const [claim] = await tx`
      update practice.claims set status = ${`${kind}:${status}`},
        document = jsonb_set(document, '{wire}', (document -> 'wire') || ${jsonOf(tx, change)})
      where shop = ${call.shop.key} and order_no = ${orderNo} and status = ${`${kind}:1`}
      returning claim_no`;
    if (!claim)
      refuse(
        kind === 'cancel' ? '취소요청 상태의 주문이 아닙니다.' : '반품요청 상태의 주문이 아닙니다.',
      );
    if (kind === 'cancel') {
      const own = { ...document.own, claim: 'done' as const };
      await saveUnits(tx, [changedUnit(id, { ...document, own })]);
    }
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: orderNo,
        orderNo,
        lineKeys: [orderNo],
        request: call.body,
        answer: change,
      },
    ]);
    return success(null);
  });
}
