import { z } from 'zod';
import { type Answer, ok } from '../http';
import { writeJournal } from '../store/journal';
import { jsonOf } from '../store/units';
import { type CoupangCall, coupangId, readBody } from './call';
import type { ClaimStatus, CoupangClaim } from './claim';
import { refuse } from './results';
import { WITHDRAWN } from './withdrawal';

const receivedForm = z.object({ vendorId: z.string(), receiptId: coupangId });
const approvedForm = receivedForm.extend({ cancelCount: z.number().int().positive() });

/** 반품상품 입고확인: the goods have come back. */
export function receiveReturn(call: CoupangCall): Promise<Answer> {
  const { receiptId } = readBody(call, receivedForm);
  return decide(call, receiptId, ({ receiptStatus }) => {
    if (receiptStatus !== 'RETURNS_UNCHECKED') refuse(400, '이미 처리된 접수건입니다.');
    return { status: 'UC', receiptStatus: 'VENDOR_WAREHOUSE_CONFIRM' };
  });
}

/** 반품요청 승인 of what has come back: the buyer gets the money. */
export function approveReturn(call: CoupangCall): Promise<Answer> {
  const { receiptId, cancelCount } = readBody(call, approvedForm);
  return decide(call, receiptId, ({ receiptStatus, cancelCountSum }) => {
    if (receiptStatus !== 'VENDOR_WAREHOUSE_CONFIRM')
      refuse(400, '입고확인 처리된 접수건이 아닙니다.');
    if (cancelCountSum !== cancelCount) refuse(400, '취소 수량이 일치하지 않습니다.');
    return { status: 'CC', receiptStatus: 'RETURNS_COMPLETED' };
  });
}

type Decision = { status: ClaimStatus; receiptStatus: CoupangClaim['receiptStatus'] };

async function decide(
  call: CoupangCall,
  receiptId: string,
  decision: (claim: CoupangClaim) => Decision,
): Promise<Answer> {
  if (receiptId !== call.parameters[0])
    refuse(400, 'receiptId of the path and of the body differ.');
  const data = { resultCode: 'SUCCESS', resultMessage: '' };
  await call.practice.sql.begin(async (tx) => {
    const [claim] = await tx<
      { status: string; unitNo: string; orderNo: string; document: CoupangClaim }[]
    >`
      select status, unit_no as "unitNo", order_no as "orderNo", document from practice.claims
      where shop = ${call.shop.key} and claim_no = ${receiptId} and document ? 'receiptType'
      for update`;
    if (!claim) return refuse(400, '존재하지 않는 접수번호입니다.');
    if (claim.status === WITHDRAWN) refuse(400, '철회된 접수건입니다.');
    if (claim.status !== 'UC') refuse(400, '이미 처리된 접수건입니다.');
    const { status, receiptStatus } = decision(claim.document);
    await tx`
      update practice.claims
      set status = ${status}, document = ${jsonOf(tx, { ...claim.document, receiptStatus })}
      where claim_no = ${receiptId}`;
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: claim.unitNo,
        orderNo: claim.orderNo,
        lineKeys: claim.document.returnItems.map(({ vendorItemId }) => vendorItemId),
        request: call.body,
        answer: { receiptStatus },
      },
    ]);
  });
  return ok({ code: '200', message: 'OK', data });
}
