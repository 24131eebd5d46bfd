import { type ElevenstLine, type ElevenstUnit, openQty, statusNames } from './order';
import type { XmlRow } from './xml';

/** One line as 결제완료 and 배송준비중 list it. */
export function waitingRow(unit: ElevenstUnit, line: ElevenstLine): XmlRow {
  const quantity = openQty(line);
  const amount = (line.selPrc + line.optionWon) * quantity;
  return {
    addPrdNo: 0,
    addPrdYn: 'N',
    bndlDlvSeq: unit.dlvNo,
    bndlDlvYN: unit.lines.length > 1 ? 'Y' : 'N',
    custGrdNm: '일반고객',
    dlvCst: unit.dlvCst,
    dlvCstType: unit.dlvCstType,
    bmDlvCst: unit.bmDlvCst,
    bmDlvCstType: '01',
    dlvNo: unit.dlvNo,
    gblDlvYn: 'N',
    giftCd: '',
    memID: unit.memID,
    ordAmt: amount,
    ordBaseAddr: unit.recipient.rcvrBaseAddr,
    ordDlvReqCont: unit.ordDlvReqCont,
    ordDt: unit.ordDt,
    ordDtlsAddr: unit.recipient.rcvrDtlsAddr,
    ordMailNo: unit.recipient.rcvrMailNo,
    ordNm: unit.ordNm,
    ordNo: unit.ordNo,
    ordOptWonStl: line.optionWon * quantity,
    ordPayAmt: amount + unit.dlvCst - line.discountWon,
    ordPrdSeq: line.ordPrdSeq,
    ordPrtblTel: unit.ordPrtblTel,
    ordQty: quantity,
    ordStlEndDt: unit.ordStlEndDt,
    ordTlphnNo: unit.ordTlphnNo,
    plcodrCnfDt: line.plcodrCnfDt || 'null',
    prdNm: line.prdNm,
    prdNo: line.prdNo,
    prdStckNo: line.prdStckNo,
    ...recipientOf(unit),
    rcvrMailNoSeq: '001',
    selPrc: line.selPrc,
    sellerDscPrc: line.discountWon,
    sellerPrdCd: line.sellerPrdCd,
    slctPrdOptNm: [line.option, `${line.orderedQty}개`].filter(Boolean).join('-'),
    tmallDscPrc: 0,
    typeAdd: '02',
    typeBilNo: '',
    sellerStockCd: line.sellerStockCd,
    dlvSndDue: unit.dlvSndDue,
    delaySendDt: '',
    visitDlvYn: 'N',
    sendGiftYn: unit.sendGiftYn ?? 'N',
    use11stRetailYn: unit.use11stRetailYn ?? '',
    ordPrdStat: line.ordPrdStat,
  };
}

/** What 배송중 tells: the number, and whose. */
export function sentRow(unit: ElevenstUnit, line: ElevenstLine): XmlRow {
  return {
    dlvEtprsCd: line.dlvEtprsCd,
    invcNo: line.invcNo,
    ordNo: unit.ordNo,
    ordPrdSeq: line.ordPrdSeq,
    sndEndDt: line.sndEndDt,
  };
}

/** What 배송완료 tells: all of it, its number and when it arrived. */
export function arrivedRow(unit: ElevenstUnit, line: ElevenstLine): XmlRow {
  return { ...waitingRow(unit, line), ...sentRow(unit, line), dlvEndDt: line.dlvEndDt ?? '' };
}

/** What 판매완료 tells: neither who got it nor what one piece cost. */
export function confirmedRow(unit: ElevenstUnit, line: ElevenstLine): XmlRow {
  return {
    ordNo: unit.ordNo,
    ordPrdSeq: line.ordPrdSeq,
    ordDt: unit.ordDt,
    ordQty: openQty(line),
    ordAmt: (line.selPrc + line.optionWon) * openQty(line),
    prdNo: line.prdNo,
    prdNm: line.prdNm,
    pocnfrmDt: line.pocnfrmDt ?? '',
  };
}

/** One line of an order's 배송정보, whatever its state. */
export function deliveryRow(unit: ElevenstUnit, line: ElevenstLine): XmlRow {
  return {
    dlvNo: unit.dlvNo,
    ordCnQty: line.cancelledQty,
    ordNo: unit.ordNo,
    ordPrdSeq: line.ordPrdSeq,
    ordPrdStatNm: statusNames[line.ordPrdStat],
    ordPrdStat: line.ordPrdStat,
    ordQty: line.orderedQty,
    prdNm: line.prdNm,
    prdNo: line.prdNo,
    sellerID: 'moadaily11',
    ...recipientOf(unit),
    rcvrMailNoSeq: '001',
    dlvMthdCd: line.dlvMthdCd || 'null',
    dlvEtprsCd: line.dlvEtprsCd || 'null',
    invcNo: line.invcNo || 'null',
    sndEndDt: line.sndEndDt || 'null',
    typeBilNo: '',
  };
}

/** How a gift is listed before it is accepted is documented nowhere: here without an address. */
function recipientOf({ recipient, isWaitingGift }: ElevenstUnit): XmlRow {
  if (!isWaitingGift) return { ...recipient };
  return { ...recipient, rcvrMailNo: 'null', rcvrBaseAddr: 'null', rcvrDtlsAddr: 'null' };
}
