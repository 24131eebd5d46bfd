import type { ListedLine } from '../control';
import type { Unit } from '../store/units';

/** 주문상태코드: 결제완료, 배송준비중, 배송중, 배송완료, 구매확정, 클레임진행중, 취소처리중, 주문취소. */
export type LineStatus = '202' | '301' | '401' | '501' | '601' | '701' | '901' | 'A01' | 'B01';

export const statusNames: Readonly<Record<LineStatus, string>> = {
  '202': '결제완료',
  '301': '배송준비중',
  '401': '배송중',
  '501': '배송완료',
  '601': '반품신청',
  '701': '취소신청',
  '901': '구매확정',
  A01: '반품완료',
  B01: '취소완료',
};

/** What of one order travels under one 배송번호. */
export interface ElevenstUnit {
  ordNo: string;
  dlvNo: string;
  ordDt: string;
  ordStlEndDt: string;
  memID: string;
  ordNm: string;
  ordPrtblTel: string;
  ordTlphnNo: string;
  recipient: ElevenstRecipient;
  ordDlvReqCont: string;
  dlvCst: number;
  dlvCstType: '01' | '02' | '03';
  bmDlvCst: number;
  dlvSndDue: string;
  sendGiftYn: 'Y' | 'N';
  /** Whoever gets it has not told where to; not on the wire. */
  isWaitingGift?: boolean;
  /** 슈팅배송: it leaves from the warehouse of 11번가. */
  use11stRetailYn: 'Y' | 'N';
  lines: ElevenstLine[];
}

export interface ElevenstRecipient {
  rcvrNm: string;
  rcvrPrtblNo: string;
  rcvrTlphn: string;
  rcvrMailNo: string;
  rcvrBaseAddr: string;
  rcvrDtlsAddr: string;
}

export interface ElevenstLine {
  ordPrdSeq: string;
  prdNo: string;
  prdStckNo: string;
  prdNm: string;
  option: string;
  orderedQty: number;
  cancelledQty: number;
  selPrc: number;
  /** For one piece. */
  optionWon: number;
  discountWon: number;
  sellerPrdCd: string;
  sellerStockCd: string;
  ordPrdStat: LineStatus;
  /** 발주확인일시 and 발송처리일; empty before. */
  plcodrCnfDt: string;
  sndEndDt: string;
  /** 배송완료일 and 구매확정일. */
  dlvEndDt?: string;
  pocnfrmDt?: string;
  dlvMthdCd: string;
  dlvEtprsCd: string;
  invcNo: string;
}

export function openQty({ orderedQty, cancelledQty }: ElevenstLine): number {
  return orderedQty - cancelledQty;
}

export function statusesOf({ lines }: ElevenstUnit): LineStatus[] {
  return [...new Set(lines.map(({ ordPrdStat }) => ordPrdStat))];
}

export function changedUnit({ id }: Pick<Unit<ElevenstUnit>, 'id'>, document: ElevenstUnit) {
  return { id, statuses: statusesOf(document), document };
}

/** The unit with some of its lines changed. */
export function withLines(
  unit: ElevenstUnit,
  isMeant: (line: ElevenstLine) => boolean,
  change: (line: ElevenstLine) => ElevenstLine,
): ElevenstUnit {
  return { ...unit, lines: unit.lines.map((line) => (isMeant(line) ? change(line) : line)) };
}

export function listedLines({ lines }: ElevenstUnit): ListedLine[] {
  return lines.map((line) => ({
    lineKey: line.ordPrdSeq,
    channelProductCode: line.prdNo,
    channelOptionCode: line.prdStckNo,
    quantity: line.orderedQty,
    cancelledQuantity: line.cancelledQty,
    status: line.ordPrdStat,
  }));
}
