import type { Answer } from '../http';
import { kstSeconds } from '../kst';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { type ElevenstCall, refuseAction, refuseNotOurs } from './call';
import { changedUnit, type ElevenstUnit, withLines } from './order';
import { actionResult } from './xml';

/** 발주확인: every line of the same product in the same 배송번호 becomes 배송준비중. */
export async function acknowledge(call: ElevenstCall): Promise<Answer> {
  const [ordNo = '', ordPrdSeq = '', , , dlvNo = ''] = call.parameters;
  if (call.fault === 'partialFailure') refuseAction(-3207, '주문상품 상태 수정 오류');
  return call.practice.sql.begin(async (tx) => {
    const [unit] = await lockUnits<ElevenstUnit>(tx, call.shop.key, [dlvNo]);
    const { lines, product } = linesToMove(unit, ordNo, ordPrdSeq);
    refuseNotOurs(lines);
    const isMeant = (line: ElevenstUnit['lines'][number]) =>
      line.prdNo === product && line.ordPrdStat === '202';
    const document = withLines(lines, isMeant, (line) => ({
      ...line,
      ordPrdStat: '301',
      plcodrCnfDt: kstSeconds(call.now),
    }));
    const moved = lines.lines.filter(isMeant).map((line) => line.ordPrdSeq);
    const text = `전체 ${moved.length}건이 정상적으로 발주처리가 되었습니다.`;
    await saveUnits(tx, unit ? [changedUnit(unit, document)] : []);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'acknowledge',
        unitNo: dlvNo,
        orderNo: ordNo,
        lineKeys: moved,
        request: { parameters: call.parameters },
        answer: { result_code: 0, result_text: text },
      },
    ]);
    return actionResult(0, text);
  });
}

/** The unit and the product to move, or the reason why nothing of it can be. */
function linesToMove(unit: Unit<ElevenstUnit> | undefined, ordNo: string, ordPrdSeq: string) {
  const lines = unit?.document;
  const line =
    lines?.ordNo === ordNo ? lines.lines.find((each) => each.ordPrdSeq === ordPrdSeq) : undefined;
  if (!lines || !line) {
    return refuseAction(-3206, '이미 발주 처리 되었거나 , 발주 처리할 건이 없습니다.');
  }
  if (line.ordPrdStat === 'B01') refuseAction(-3211, '주문취소된 주문건입니다.');
  if (line.ordPrdStat === '701') refuseAction(-3214, '취소처리중인 주문건입니다.');
  if (line.ordPrdStat !== '202') {
    refuseAction(-3206, '이미 발주 처리 되었거나 , 발주 처리할 건이 없습니다.');
  }
  return { lines, product: line.prdNo };
}
