import { type AnswerRequests, answerInTurn, bareNumber } from '../answering';
import type { Connection } from '../channel';
import type { ClaimAnswer, RefusalReason } from '../telling';
import type { UnitResult } from '../unit';
import { elevenstClient } from './client';
import { numberAsSent } from './couriers';
import { stamp } from './plan';

const BY_PARCEL = '01';

/** 상품 미입고, 고객 철회 대행, 불가 상품, 기타: behind the first digit of returns and of exchanges. */
const refusalCodes = {
  not_returned: '01',
  buyer_withdrew: '02',
  not_returnable: '03',
  other: '04',
} as const satisfies Partial<Record<RefusalReason, string>>;

const isRefusal = (reason: string): reason is keyof typeof refusalCodes =>
  Object.hasOwn(refusalCodes, reason);

export const refusalReasons = Object.keys(refusalCodes).filter(isRefusal);

/** Every answer is a path of numbers that the marketplace gave, and of what it asks for. */
export const answerPaths = (sendDt: string): AnswerRequests<string> => ({
  approve_cancel: (answer) =>
    about(answer, ({ seq, orderNo, line }) => `cancelreqconf/${seq}/${orderNo}/${line}`),
  reject_cancel: (answer) => {
    const waybill = waybillOf(answer, sendDt);
    return (
      waybill &&
      about(
        answer,
        ({ seq, orderNo, line }) =>
          `cancelreqreject/${orderNo}/${line}/${seq}/${BY_PARCEL}/${sendDt}/${waybill}`,
      )
    );
  },
  approve_return: (answer) =>
    about(answer, ({ seq, orderNo, line }) => `returnreqconf/${seq}/${orderNo}/${line}`),
  reject_return: (answer) => refuse(answer, 'returnreqreject', '1'),
  send_exchange: (answer) => {
    const waybill = waybillOf(answer, sendDt);
    return (
      waybill &&
      about(
        answer,
        ({ seq, orderNo, line }) => `exchangereqconf/${seq}/${orderNo}/${line}/${waybill}`,
      )
    );
  },
  reject_exchange: (answer) => refuse(answer, 'exchangereqreject', '2'),
});

/** Answers buyers' claims, line by line. */
export function answerClaims(
  connection: Connection,
  answers: ClaimAnswer[],
): Promise<UnitResult[]> {
  const client = elevenstClient(connection);
  const paths = answerPaths(stamp(client.now().getTime()));
  return answerInTurn(answers, paths, async (path, { unitNo }) => {
    const { code, message } = await client.act(path);
    return { unitNo, outcome: code === '0' ? 'accepted' : 'rejected', code, message };
  });
}

type Named = { seq: string; orderNo: string; line: string };

/** A claim is on one line; its number carries the letter of its kind before the marketplace's own. */
function about(
  { claimNo, orderNo, lineKeys }: ClaimAnswer,
  pathOf: (named: Named) => string,
): string | null {
  const [lineOrderNo = '', line = ''] = (lineKeys[0] ?? '').split('-');
  const seq = claimNo.slice(1);
  const isNamed = lineKeys.length === 1 && lineOrderNo === orderNo;
  if (!isNamed || ![seq, orderNo, line].every((number) => /^\d+$/.test(number))) return null;
  return `/claimservice/${pathOf({ seq, orderNo, line })}`;
}

function refuse(answer: ClaimAnswer, action: string, kindDigit: string): string | null {
  const { reason, detail } = answer;
  if (!isRefusal(reason) || detail === '') return null;
  const code = kindDigit + refusalCodes[reason];
  const words = encodeURIComponent(detail);
  return about(
    answer,
    ({ seq, orderNo, line }) => `${action}/${orderNo}/${line}/${seq}/${code}/${words}`,
  );
}

function waybillOf({ courierCode, waybillNo }: ClaimAnswer, sendDt: string): string | null {
  const number = bareNumber(waybillNo);
  if (!/^\d{5}$/.test(courierCode) || !/^[0-9A-Za-z]{1,40}$/.test(number)) return null;
  return `${courierCode}/${numberAsSent(courierCode, number, sendDt.slice(0, 8))}`;
}
