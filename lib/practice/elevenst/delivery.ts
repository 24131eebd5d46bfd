import type { Answer } from '../http';
import { fromKst, kstSeconds } from '../kst';
import { writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { lockUnits, saveUnits } from '../store/units';
import { type ElevenstCall, refuseAction, refuseNotOurs } from './call';
import { fitsCourier, isCourier } from './couriers';
import { changedUnit, type ElevenstLine, type ElevenstUnit, withLines } from './order';
import { actionResult } from './xml';

interface Request {
  readonly dlvMthdCd: string;
  readonly dlvEtprsCd: string;
  readonly invcNo: string;
  readonly dlvNo: string;
  /** Null ships whatever of the 배송번호 is waiting. */
  readonly part: { readonly ordNo: string; readonly seqs: readonly string[] } | null;
}

const PARCEL = '01';

/** 발송처리, and 부분발송처리 where an order and some of its lines are named. */
export async function ship(call: ElevenstCall): Promise<Answer> {
  const request = requestOf(call.parameters);
  if (call.fault === 'partialFailure') {
    refuseAction(-3311, '발송처리중 에러가 발생했습니다. 관리자에게 문의해주세요.');
  }
  return call.practice.sql.begin(async (tx) => {
    const [unit] = await lockUnits<ElevenstUnit>(tx, call.shop.key, [request.dlvNo]);
    const lines = waitingLines(unit?.document, request);
    if (!unit) return actionResult(-1, '해당 배송번호가 없습니다.');
    refuseNotOurs(unit.document);
    await refuseUsedNumber(tx, unit.document, request);
    const left = new Set(lines.map((line) => line.ordPrdSeq));
    const document = withLines(
      unit.document,
      (line) => left.has(line.ordPrdSeq),
      (line) => ({ ...line, ...shippedWith(request, call.now) }),
    );
    await saveUnits(tx, [changedUnit(unit, document)]);
    const text = `전체 ${left.size}건이 정상적으로 발송처리가 되었습니다.`;
    const isParcel = request.dlvMthdCd === PARCEL;
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'ship',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [...left],
        courierCode: isParcel ? request.dlvEtprsCd : null,
        waybillNo: isParcel ? request.invcNo : null,
        request: { parameters: call.parameters },
        answer: { result_code: 0, result_text: text },
      },
    ]);
    return actionResult(0, text);
  });
}

function requestOf(parameters: readonly string[]): Request {
  const [sendDt = '', dlvMthdCd = '', dlvEtprsCd = '', invcNo = '', dlvNo = '', ...part] =
    parameters;
  const [, day, time] = /^(\d{8})(\d{4})$/.exec(sendDt) ?? [];
  const written = day && time ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : '';
  if (!time || !fromKst(`${written}T${time.slice(0, 2)}:${time.slice(2)}`)) {
    refuseAction(-3301, '보낸일자가 유효하지 않습니다.');
  }
  if (!['01', '03', '04', '05'].includes(dlvMthdCd)) refuseAction(-1, '배송방식을 확인해 주세요.');
  if (dlvMthdCd === PARCEL) {
    if (!isCourier(dlvEtprsCd)) refuseAction(-3307, '택배사 코드가 유효하지 않습니다.');
    if (!fitsCourier(dlvEtprsCd, invcNo)) refuseAction(-3306, '송장번호가 유효하지 않습니다.');
  }
  const [partDlvYn, ordNo = '', seqs = ''] = part;
  const isPart = partDlvYn === 'Y' && ordNo !== '';
  const named = isPart ? { ordNo, seqs: seqs.split(',') } : null;
  return { dlvMthdCd, dlvEtprsCd, invcNo, dlvNo, part: named };
}

/** The lines that leave, or the reason why none does. */
function waitingLines(unit: ElevenstUnit | undefined, { part }: Request): readonly ElevenstLine[] {
  const isNamed = (line: ElevenstLine) =>
    part === null || (part.ordNo === unit?.ordNo && part.seqs.includes(line.ordPrdSeq));
  const named = (unit?.lines ?? []).filter(isNamed);
  if (named.length === 0) return refuseAction(-1, '해당 배송번호가 없습니다.');
  if (named.some((line) => line.ordPrdStat === '701')) {
    refuseAction(-3310, '해당 배송번호의 주문상태를 확인해 주세요');
  }
  const waiting = named.filter((line) => line.ordPrdStat === '301');
  if (waiting.length > 0) return waiting;
  const has = (status: string) => named.some((line) => line.ordPrdStat === status);
  if (has('401')) return refuseAction(-3308, '해당 배송번호는 이미 발송처리 되었습니다.');
  if (has('501')) return refuseAction(-3309, '해당 배송번호는 이미 배송완료 되었습니다.');
  if (has('202')) return refuseAction(-3310, '해당 배송번호의 주문상태를 확인해 주세요');
  return refuseAction(-3313, '해당 배송번호의 주문상태가 이미 변경 되었습니다. (취소완료)');
}

/** A number goes to one recipient only, whoever sold what is in the parcel. */
async function refuseUsedNumber(
  tx: Transaction,
  { recipient }: ElevenstUnit,
  { dlvMthdCd, dlvEtprsCd, invcNo }: Request,
): Promise<void> {
  if (dlvMthdCd !== PARCEL) return;
  const sought = JSON.stringify([{ dlvEtprsCd, invcNo }]);
  const [used] = await tx`
    select from practice.orders
    where document -> 'lines' @> ${sought}::text::jsonb
      and document -> 'recipient' ->> 'rcvrNm' <> ${recipient.rcvrNm} limit 1`;
  if (used) refuseAction(-3320, '이미 사용된 송장번호 입니다. 송장번호를 확인해주세요.');
}

function shippedWith({ dlvMthdCd, dlvEtprsCd, invcNo }: Request, now: Date) {
  const isParcel = dlvMthdCd === PARCEL;
  return {
    ordPrdStat: '401' as const,
    sndEndDt: kstSeconds(now),
    dlvMthdCd,
    dlvEtprsCd: isParcel ? dlvEtprsCd : '',
    invcNo: isParcel ? invcNo : '',
  };
}
