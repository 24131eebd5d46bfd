import { leakyBucket } from '../bucket';
import { withFaults } from '../faults';
import { type Answer, findRoute, type Nature, type PracticeRequest, type Route } from '../http';
import type { Practice } from '../practice';
import type { ElevenstShop } from '../store/shops';
import { type ElevenstCall, wrongKey } from './call';
import { approveCancel, rejectCancel } from './cancel-decisions';
import { claimLists, listClaims } from './claims';
import { ship } from './delivery';
import {
  listArrived,
  listComplete,
  listConfirmed,
  listPackaging,
  listShipping,
  readComplete,
  readDeliveries,
} from './lists';
import { acknowledge } from './packaging';
import { rejectOrder } from './rejection';
import { approveExchange, approveReturn, rejectExchange, rejectReturn } from './return-decisions';
import { htmlAnswer } from './xml';

const API = '/11st/rest';
const PERIOD = String.raw`(\d*)/(\d*)`;
const SEGMENT = '([^/]+)';
const claimNames = Object.keys(claimLists).join('|');

/** Every call is a GET; what it does, its path alone says. */
const routes: readonly Route<ElevenstCall>[] = [
  get('complete', 'read', String.raw`ordservices/complete/(\d+)`, readComplete),
  get('complete', 'list', `ordservices/complete/${PERIOD}`, listComplete),
  get('packaging', 'list', `ordservices/packaging/${PERIOD}`, listPackaging),
  get('shipping', 'list', `ordservices/shipping/${PERIOD}`, listShipping),
  get('dlvcompleted', 'list', `ordservices/dlvcompleted/${PERIOD}`, listArrived),
  get('completed', 'list', `ordservices/completed/${PERIOD}`, listConfirmed),
  get('orderlistalladdr', 'read', `claimservice/orderlistalladdr/${SEGMENT}`, readDeliveries),
  get('claims', 'list', `claimservice/(${claimNames})/${PERIOD}`, listClaims),
  get('reqpackaging', 'write', `ordservices/reqpackaging/${segments(5)}`, acknowledge),
  get('cancelreqconf', 'write', `claimservice/cancelreqconf/${segments(3)}`, approveCancel),
  get('cancelreqreject', 'write', `claimservice/cancelreqreject/${segments(7)}`, rejectCancel),
  get('returnreqconf', 'write', `claimservice/returnreqconf/${segments(3)}`, approveReturn),
  get('returnreqreject', 'write', `claimservice/returnreqreject/${segments(5)}`, rejectReturn),
  get('exchangereqconf', 'write', `claimservice/exchangereqconf/${segments(5)}`, approveExchange),
  get(
    'exchangereqreject',
    'write',
    `claimservice/exchangereqreject/${segments(5)}`,
    rejectExchange,
  ),
  get('reqrejectorder', 'write', `claimservice/reqrejectorder/${segments(4)}`, rejectOrder),
  get('reqdelivery', 'write', `ordservices/reqdelivery/${segments(8)}`, ship),
  get('reqdelivery', 'write', `ordservices/reqdelivery/${segments(5)}`, ship),
];

/** The seller API of 11번가, mounted under /11st. */
export function elevenstApp(practice: Practice): (request: PracticeRequest) => Promise<Answer> {
  const { elevenstPerSecond } = practice.limits;
  const bucket = leakyBucket(2 * elevenstPerSecond, elevenstPerSecond);
  return async (request) => {
    const found = findRoute(routes, request.method, request.path);
    if (!found) return htmlAnswer(404, '페이지를 찾을 수 없습니다.');
    const { route, parameters } = found;
    const isList = route.nature !== 'write';
    const shop = shopOf(practice, request);
    if (!shop) return wrongKey(isList);
    if (!bucket.take(shop.key)) return tooMany;
    const struck = { marketplace: '11st', shop: shop.key, ...route };
    const broken = htmlAnswer(500, '일시적인 오류가 발생했습니다.');
    return withFaults(practice, struck, { tooMany, broken }, (fault) =>
      route.answer({ practice, shop, now: practice.clock(), parameters, fault }),
    );
  };
}

const tooMany: Answer = htmlAnswer(429, '요청이 너무 많습니다.');

function shopOf({ shops }: Practice, { headers }: PracticeRequest): ElevenstShop | undefined {
  return shops.find(
    (shop): shop is ElevenstShop =>
      shop.marketplace === '11st' && shop.credentials.apiKey === headers.openapikey,
  );
}

function get(
  operation: string,
  nature: Nature,
  path: string,
  answer: Route<ElevenstCall>['answer'],
): Route<ElevenstCall> {
  return { operation, nature, methods: ['GET'], path: new RegExp(`^${API}/${path}$`), answer };
}

function segments(count: number): string {
  return Array.from({ length: count }, () => SEGMENT).join('/');
}
