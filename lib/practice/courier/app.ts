import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, type Route } from '../http';
import type { Practice } from '../practice';
import type { CourierCall } from './call';
import { cancelWaybill } from './cancellation';
import { isGenuine, practiceCourier } from './contract';
import { issueWaybills } from './issue';

const routes: readonly Route<CourierCall>[] = [
  route('waybills', '/v1/waybills', issueWaybills),
  route('cancel', '/v1/waybills/cancel', cancelWaybill),
];

/** A courier's API: numbers with sorting data, and their cancellation. */
export function courierApp(practice: Practice): (request: PracticeRequest) => Promise<Answer> {
  return async (request) => {
    const now = practice.clock();
    if (!isGenuine(request, now)) return error(401, 'ERROR-01', '인증에 실패했습니다.');
    const found = findRoute(
      routes,
      request.method,
      request.path.slice(practiceCourier.path.length),
    );
    if (!found) return error(404, 'ERROR-00', '없는 기능입니다.');
    const body = bodyOf(request);
    if (body === undefined) return error(400, 'ERROR-02', '본문이 JSON이 아닙니다.');
    const struck = { ...found.route, marketplace: 'courier', shop: practiceCourier.contractCode };
    return withFaults(practice, struck, { tooMany, broken }, (fault) =>
      found.route.answer({ practice, now, body, fault }),
    );
  };
}

const error = (status: number, resultCode: string, resultMessage: string): Answer => ({
  status,
  body: { resultCode, resultMessage },
});

const tooMany = error(429, 'ERROR-90', '호출 한도를 넘었습니다.');
const broken = error(500, 'ERROR-91', '처리 중 오류가 발생했습니다.');

function bodyOf({ body }: PracticeRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function route(
  operation: string,
  path: string,
  answer: Route<CourierCall>['answer'],
): Route<CourierCall> {
  return { operation, nature: 'write', methods: ['POST'], path: new RegExp(`^${path}$`), answer };
}
