import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { lockOrder, saveUnits } from '../store/units';
import { type ElevenstCall, refuseAction } from './call';
import { changedUnit, type ElevenstLine, type ElevenstUnit, withLines } from './order';
import { actionResult } from './xml';

/** 06 지연, 07 정보오류, 08 품절, 09 옵션품절, 10 고객변심, 99 기타 */
const reasons = new Set(['06', '07', '08', '09', '10', '99']);

/** 판매불가: the seller takes back a line that has not left. */
export async function rejectOrder(call: ElevenstCall): Promise<Answer> {
  const [ordNo = '', ordPrdSeq = '', reason = '', detail = ''] = call.parameters;
  if (!reasons.has(reason)) refuseAction(-3331, '판매불가 사유코드를 확인해 주세요.');
  const words = decodeURIComponent(detail);
  return call.practice.sql.begin(async (tx) => {
    const units = await lockOrder<ElevenstUnit>(tx, [call.shop.key], ordNo);
    const isMeant = (each: ElevenstLine) => each.ordPrdSeq === ordPrdSeq;
    const unit = units.find(({ document }) => document.lines.some(isMeant));
    const line = unit?.document.lines.find(isMeant);
    if (!unit || !line || (line.ordPrdStat !== '202' && line.ordPrdStat !== '301'))
      return refuseAction(-3332, '판매불가 처리할 수 있는 주문이 아닙니다.');
    const document = withLines(unit.document, isMeant, (each) => ({
      ...each,
      cancelledQty: each.orderedQty,
      ordPrdStat: 'B01',
    }));
    await saveUnits(tx, [changedUnit(unit, document)]);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'sold_out',
        unitNo: unit.unitNo,
        orderNo: ordNo,
        lineKeys: [ordPrdSeq],
        request: { reason, words },
        answer: { result_code: 0 },
      },
    ]);
    return actionResult(0, '판매불가 처리되었습니다.');
  });
}
