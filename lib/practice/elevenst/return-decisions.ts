import type { Answer } from '../http';
import { type ElevenstCall, refuseAction } from './call';
import { fitsCourier, isCourier } from './couriers';
import { type ClaimWords, decide } from './decide';

const returns: ClaimWords = {
  open: '105',
  withdrawn: '108',
  codes: [-25002, -25003, -25004],
  gone: '이미 반품 철회된 신청건 입니다.',
  over: '반품 신청상태가 아니어서 처리를 할 수 없습니다.',
};

const exchanges: ClaimWords = {
  open: '201',
  withdrawn: '233',
  codes: [-26002, -26003, -26004],
  gone: '이미 교환 철회된 신청건 입니다.',
  over: '교환신청 상태가 아니어서 처리를 할 수 없습니다.',
};

/** 반품승인: the buyer gets the money. */
export function approveReturn(call: ElevenstCall): Promise<Answer> {
  const [claimNo = '', ordNo = '', ordPrdSeq = ''] = call.parameters;
  return decide(call, returns, { claimNo, ordNo, ordPrdSeq }, (line) => ({
    line: { ...line, ordPrdStat: 'A01' },
    status: '106',
    text: '반품완료 처리되었습니다.',
  }));
}

/** 반품거부, with a reason. */
export function rejectReturn(call: ElevenstCall): Promise<Answer> {
  const [ordNo = '', ordPrdSeq = '', claimNo = '', reason = ''] = call.parameters;
  if (!/^10[1-4]$/.test(reason)) refuseAction(-1, '반품거부 사유코드를 확인해 주세요.');
  return decide(call, returns, { claimNo, ordNo, ordPrdSeq }, (line) => ({
    line: { ...line, ordPrdStat: '401' },
    status: '107',
    text: '반품거부 처리되었습니다.',
  }));
}

/** 교환승인: another one has left under this number. */
export function approveExchange(call: ElevenstCall): Promise<Answer> {
  const [claimNo = '', ordNo = '', ordPrdSeq = '', courier = '', invcNo = ''] = call.parameters;
  if (!isCourier(courier)) refuseAction(-1, '택배사 코드가 유효하지 않습니다.');
  if (!fitsCourier(courier, invcNo)) refuseAction(-1, '송장번호가 유효하지 않습니다.');
  return decide(call, exchanges, { claimNo, ordNo, ordPrdSeq }, (line) => ({
    line: { ...line, ordPrdStat: '401' },
    status: '221',
    waybill: { courierCode: courier, waybillNo: invcNo },
    text: '교환승인 처리되었습니다.',
  }));
}

/** 교환거부, with a reason. */
export function rejectExchange(call: ElevenstCall): Promise<Answer> {
  const [ordNo = '', ordPrdSeq = '', claimNo = '', reason = ''] = call.parameters;
  if (!/^20[1-4]$/.test(reason)) refuseAction(-1, '교환거부 사유코드를 확인해 주세요.');
  return decide(call, exchanges, { claimNo, ordNo, ordPrdSeq }, (line) => ({
    line: { ...line, ordPrdStat: '401' },
    status: '232',
    text: '교환거부 처리되었습니다.',
  }));
}
