import type { Answer } from '../http';
import { kstSeconds } from '../kst';
import { writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { lockOrder, saveUnits, type Unit } from '../store/units';
import { type ElevenstCall, refuseAction } from './call';
import type { ClaimStatus, ElevenstClaim } from './claims';
import { fitsCourier, isCourier } from './couriers';
import { changedUnit, type ElevenstLine, type ElevenstUnit, withLines } from './order';
import { endClaim } from './withdrawal';
import { actionResult } from './xml';

/** 취소승인: what was asked for is cancelled. */
export function approveCancel(call: ElevenstCall): Promise<Answer> {
  const [claimNo = '', ordNo = '', ordPrdSeq = ''] = call.parameters;
  return decide(call, { claimNo, ordNo, ordPrdSeq }, (line, claim) => {
    const cancelledQty = line.cancelledQty + claim.quantity;
    const isGone = cancelledQty >= line.orderedQty;
    return {
      line: { ...line, cancelledQty, ordPrdStat: isGone ? 'B01' : '301' },
      status: '02',
      waybill: null,
      text: '전체 1건이 정상적으로 취소처리가 되었습니다.',
    };
  });
}

/** 취소거부: the goods have left under this number. */
export function rejectCancel(call: ElevenstCall): Promise<Answer> {
  const [ordNo = '', ordPrdSeq = '', claimNo = '', dlvMthdCd = '', , courier = '', invcNo = ''] =
    call.parameters;
  if (dlvMthdCd !== '01') refuseAction(-1, '배송방식을 확인해 주세요.');
  if (!isCourier(courier)) refuseAction(-23007, '택배사 코드가 유효하지 않습니다.');
  if (!fitsCourier(courier, invcNo)) refuseAction(-23006, '송장번호가 유효하지 않습니다.');
  return decide(call, { claimNo, ordNo, ordPrdSeq }, (line) => ({
    line: {
      ...line,
      ordPrdStat: '401',
      sndEndDt: kstSeconds(call.now),
      dlvMthdCd,
      dlvEtprsCd: courier,
      invcNo,
    },
    status: '03',
    waybill: { courierCode: courier, waybillNo: invcNo },
    text: '취소거부 처리되었습니다.',
  }));
}

interface Named {
  readonly claimNo: string;
  readonly ordNo: string;
  readonly ordPrdSeq: string;
}

interface Decision {
  readonly line: ElevenstLine;
  readonly status: ClaimStatus;
  readonly waybill: { readonly courierCode: string; readonly waybillNo: string } | null;
  readonly text: string;
}

async function decide(
  call: ElevenstCall,
  named: Named,
  decision: (line: ElevenstLine, claim: ElevenstClaim) => Decision,
): Promise<Answer> {
  return call.practice.sql.begin(async (tx) => {
    const { unit, line, claim } = await lockOpenClaim(tx, call.shop.key, named);
    const { line: changed, status, waybill, text } = decision(line, claim);
    const document = withLines(
      unit.document,
      (each) => each === line,
      () => changed,
    );
    await saveUnits(tx, [changedUnit(unit, document)]);
    await endClaim(tx, { claimNo: named.claimNo, document: claim }, status, call.now);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [line.ordPrdSeq],
        courierCode: waybill?.courierCode ?? null,
        waybillNo: waybill?.waybillNo ?? null,
        request: { parameters: call.parameters },
        answer: { result_code: 0, result_text: text },
      },
    ]);
    return actionResult(0, text);
  });
}

/** The order first, as every other writer locks it. */
async function lockOpenClaim(tx: Transaction, shop: string, { claimNo, ordNo, ordPrdSeq }: Named) {
  const units = await lockOrder<ElevenstUnit>(tx, [shop], ordNo);
  if (units.length === 0) refuseAction(-22002, '주문 번호를 알 수 없습니다.');
  const isMeant = (line: ElevenstLine) => line.ordPrdSeq === ordPrdSeq;
  const unit = units.find(({ document }) => document.lines.some(isMeant));
  const line = unit?.document.lines.find(isMeant);
  if (!unit || !line) return refuseAction(-22003, '주문 상세번호를 알 수 없습니다.');
  const [claim] = await tx<{ status: ClaimStatus; document: ElevenstClaim }[]>`
    select status, document from practice.claims
    where shop = ${shop} and claim_no::text = ${claimNo} and order_no = ${ordNo}
      and document ->> 'ordPrdSeq' = ${ordPrdSeq} for update`;
  if (!claim) return refuseAction(-22004, '주문취소 상세번호를 알 수 없습니다');
  if (claim.status === '05') refuseAction(-1, '이미 취소 철회된 신청건 입니다.');
  if (claim.status !== '01') refuseAction(-1, '이미 취소 완료된 신청건 입니다.');
  return { unit: unit as Unit<ElevenstUnit>, line, claim: claim.document };
}
