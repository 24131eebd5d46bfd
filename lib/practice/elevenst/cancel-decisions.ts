import type { Answer } from '../http';
import { kstSeconds } from '../kst';
import { type ElevenstCall, refuseAction } from './call';
import { fitsCourier, isCourier } from './couriers';
import { type ClaimWords, decide } from './decide';

const cancels: ClaimWords = {
  open: '01',
  withdrawn: '05',
  codes: [-22002, -22003, -22004],
  gone: '이미 취소 철회된 신청건 입니다.',
  over: '이미 취소 완료된 신청건 입니다.',
};

/** 취소승인: what was asked for is cancelled. */
export function approveCancel(call: ElevenstCall): Promise<Answer> {
  const [claimNo = '', ordNo = '', ordPrdSeq = ''] = call.parameters;
  return decide(call, cancels, { claimNo, ordNo, ordPrdSeq }, (line, claim) => {
    const cancelledQty = line.cancelledQty + claim.quantity;
    const isGone = cancelledQty >= line.orderedQty;
    return {
      line: { ...line, cancelledQty, ordPrdStat: isGone ? 'B01' : '301' },
      status: '02',
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
  return decide(call, cancels, { claimNo, ordNo, ordPrdSeq }, (line) => ({
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
