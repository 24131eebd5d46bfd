import { z } from 'zod';
import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, type Route } from '../http';
import type { Practice } from '../practice';
import { type CjCall, failure, refusal, success } from './call';
import { isToken, newToken, practiceCj } from './contract';
import { bookParcel, cancelParcel, newNumber } from './reservations';
import { trackParcel } from './scans';

const routes: readonly Route<CjCall>[] = [
  route('token', 'ReqOneDayToken', giveToken),
  route('refinement', 'ReqAddrRfnSm', refine),
  route('number', 'ReqInvcNo', newNumber),
  route('booking', 'RegBook', bookParcel),
  route('cancellation', 'CnclBook', cancelParcel),
  route('tracking', 'ReqOneGdsTrc', trackParcel),
];

/** 택배 표준 API: a token a day, then one parcel a call. */
export function cjApp(practice: Practice): (request: PracticeRequest) => Promise<Answer> {
  return async (request) => {
    const now = practice.clock();
    const path = request.path.slice(practiceCj.path.length);
    const found = findRoute(routes, request.method, path);
    if (!found) return { status: 404, body: failure('없는 기능입니다.') };
    const data = dataOf(request.body);
    if (!data) return { status: 400, body: failure('DATA is missing.') };
    const isOpen = found.route.operation === 'token' || isKnown(request, data, now);
    if (!isOpen) return { status: 401, body: failure('발급된 인증키를 확인 해주세요', 'E401') };
    const struck = { ...found.route, marketplace: 'cj', shop: practiceCj.customerId };
    return withFaults(practice, struck, { tooMany, broken }, (fault) =>
      found.route.answer({ practice, now, data, fault }),
    );
  };
}

const tooMany: Answer = { status: 429, body: failure('호출 한도를 넘었습니다.', 'E429') };
const broken: Answer = { status: 500, body: failure('처리 중 오류가 발생했습니다.', 'E500') };

/** The same token in the header and in the body. */
function isKnown({ headers }: PracticeRequest, data: Record<string, unknown>, now: Date): boolean {
  const token = String(headers['cj-gateway-apikey'] ?? '');
  return token === data.TOKEN_NUM && isToken(token, now);
}

async function giveToken({ data, now }: CjCall): Promise<Answer> {
  const { CUST_ID, BIZ_REG_NUM } = data;
  if (CUST_ID !== practiceCj.customerId || BIZ_REG_NUM !== practiceCj.businessNo)
    return refusal('고객사코드 없음');
  const { token, expiresAt } = newToken(now);
  return success({ TOKEN_NUM: token, TOKEN_EXPRTN_DTM: expiresAt });
}

/** 주소정제: from the address alone; what names no place cannot be sorted. */
async function refine({ data }: CjCall): Promise<Answer> {
  const address = String(data.ADDRESS ?? '');
  const [province = '', district = ''] = address.split(/\s+/);
  if (!/[시도]|서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충|전|경|제주/.test(province))
    return refusal('주소 분석에 실패했습니다.');
  const hash = [...address].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return success({
    CLSFCD: `${(hash % 9) + 1}${'ABCDEFGH'[hash % 8]}${String(hash % 100).padStart(2, '0')}`,
    SUBCLSFCD: String((hash % 9) + 1),
    CLSFADDR: district || province,
    CLLDLVBRANNM: `${district || province}대리점`,
    CLLDLVEMPNM: '연습기사',
    CLLDLVEMPNICKNM: `A${(hash % 9) + 1}`,
  });
}

function dataOf(body: string): Record<string, unknown> | null {
  try {
    return z.object({ DATA: z.record(z.string(), z.unknown()) }).parse(JSON.parse(body)).DATA;
  } catch {
    return null;
  }
}

function route(
  operation: string,
  resource: string,
  answer: Route<CjCall>['answer'],
): Route<CjCall> {
  return {
    operation,
    nature: 'write',
    methods: ['POST'],
    path: new RegExp(`^/${resource}$`),
    answer,
  };
}
