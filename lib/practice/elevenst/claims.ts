import type { Answer } from '../http';
import type { ElevenstCall } from './call';
import { cutOff } from './lists';
import { claimPeriod, holds, periodOf } from './period';
import type { XmlRow } from './xml';

/** 취소 01 요청, 02 완료, 03 거부, 05 철회; 반품 105 신청, 106 완료, 108 철회; 교환 201, 221, 233. */
export type ClaimStatus =
  | '01'
  | '02'
  | '03'
  | '05'
  | '105'
  | '106'
  | '107'
  | '108'
  | '201'
  | '221'
  | '232'
  | '233';

export interface ElevenstClaim {
  ordNo: string;
  dlvNo: string;
  ordPrdSeq: string;
  prdNo: string;
  quantity: number;
  reason: string;
  /** Korean time. */
  requestedAt: string;
  endedAt: string;
}

/** What stands on which list. */
export const claimLists: Readonly<Record<string, ClaimStatus>> = {
  cancelorders: '01',
  canceledorders: '02',
  withdrawcanceledorders: '05',
  returnorders: '105',
  returnedorders: '106',
  retractretorders: '108',
  exchangeorders: '201',
  exchangedorders: '221',
  retractexcorders: '233',
};

/** Requests are filed under when they were made, the others under when they ended. */
export async function listClaims(call: ElevenstCall): Promise<Answer> {
  const [name = '', ...bounds] = call.parameters;
  const status = claimLists[name] ?? '01';
  const period = periodOf(bounds, claimPeriod);
  const claims = await call.practice.sql<{ claimNo: string; document: ElevenstClaim }[]>`
    select claim_no as "claimNo", document from practice.claims
    where shop = ${call.shop.key} and status = ${status} order by claim_no`;
  const listed = claims.filter(({ document }) =>
    holds(period, document.endedAt || document.requestedAt),
  );
  return cutOff(
    call,
    listed.map(({ claimNo, document }) =>
      status.length === 2
        ? cancelRow(claimNo, status, document)
        : returnRow(claimNo, status, document),
    ),
  );
}

function cancelRow(claimNo: string, status: ClaimStatus, claim: ElevenstClaim): XmlRow {
  return {
    createDt: claim.requestedAt,
    dlvNo: claim.dlvNo,
    ordCnDtlsRsn: claim.reason || 'null',
    ordCnQty: claim.quantity,
    ordCnMnbdCd: '01',
    ordCnRsnCd: '14',
    ordCnStatCd: status,
    ordNo: claim.ordNo,
    ordPrdCnSeq: claimNo,
    ordPrdSeq: claim.ordPrdSeq,
    prdNo: claim.prdNo,
    slctPrdOptNm: `${claim.quantity}개`,
  };
}

function returnRow(claimNo: string, status: ClaimStatus, claim: ElevenstClaim): XmlRow {
  return {
    affliateBndlDlvSeq: 0,
    clmReqCont: claim.reason || 'null',
    clmReqQty: claim.quantity,
    clmReqRsn: '101',
    clmReqSeq: claimNo,
    clmStat: status,
    optName: `${claim.quantity}개`,
    ordNo: claim.ordNo,
    ordPrdSeq: claim.ordPrdSeq,
    prdNo: claim.prdNo,
    reqDt: claim.requestedAt,
  };
}
