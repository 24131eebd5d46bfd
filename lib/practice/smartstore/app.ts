import { type Bucket, leakyBucket } from '../bucket';
import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, type Route } from '../http';
import { readJson } from '../json';
import type { Practice } from '../practice';
import type { SmartstoreShop } from '../store/shops';
import { badRequest, errorAnswer, refuse, type SmartstoreCall } from './call';
import { approveCancel } from './cancel-approval';
import { listChanges } from './changes';
import { decideClaim } from './claim-decisions';
import { confirm } from './confirmation';
import { delayDispatch } from './delay';
import { dispatch } from './dispatch';
import { listOfOrder, listProductOrders, queryProductOrders } from './orders';
import { requestCancel } from './seller-cancel';
import { giveToken, shopOfToken, unauthorized } from './tokens';

const MOUNT = '/smartstore';
const ROOT = '/v1/pay-order/seller';

const routes: readonly Route<SmartstoreCall>[] = [
  route('changes', 'list', 'GET', '/product-orders/last-changed-statuses', listChanges),
  route('orders', 'read', 'GET', '/product-orders', listProductOrders),
  route('ofOrder', 'read', 'GET', String.raw`/orders/(\d+)/product-order-ids`, listOfOrder),
  route('query', 'read', 'POST', '/product-orders/query', queryProductOrders),
  route('confirm', 'write', 'POST', '/product-orders/confirm', confirm),
  route('dispatch', 'write', 'POST', '/product-orders/dispatch', dispatch),
  route(
    'cancel',
    'write',
    'POST',
    String.raw`/product-orders/(\d+)/claim/cancel/approve`,
    approveCancel,
  ),
  route(
    'claim',
    'write',
    'POST',
    String.raw`/product-orders/(\d+)/claim/((?:return|exchange)/[a-z/]+)`,
    decideClaim,
  ),
  route(
    'cancelRequest',
    'write',
    'POST',
    String.raw`/product-orders/(\d+)/claim/cancel/request`,
    requestCancel,
  ),
  route('delay', 'write', 'POST', String.raw`/product-orders/(\d+)/delay`, delayDispatch),
];

export type SmartstoreApp = (request: PracticeRequest) => Promise<Answer>;

/** The commerce API of SmartStore, mounted under /smartstore. */
export function smartstoreApp(practice: Practice): SmartstoreApp {
  const perSecond = practice.limits.smartstorePerSecond;
  const bucket = leakyBucket(perSecond, perSecond);
  return async (request) => {
    const path = request.path.slice(MOUNT.length);
    if (path === '/v1/oauth2/token') return token(practice, request);
    const shop = await authenticated(practice, request);
    const found = findRoute(routes, request.method, path);
    if (!found) return refuse(404, 'GW.NOT_FOUND', '요청한 API가 없습니다.');
    const key = `${shop.key} ${found.route.operation}`;
    const hasRoom = bucket.take(key);
    const headers = () => rateHeaders(bucket, key, perSecond);
    if (!hasRoom) return { ...tooMany, headers: headers() };
    const struck = { marketplace: 'smartstore', shop: shop.key, ...found.route };
    const answer = await withFaults(practice, struck, { tooMany, broken }, (fault) =>
      found.route.answer({
        practice,
        shop,
        now: practice.clock(),
        parameters: found.parameters,
        query: new URLSearchParams(request.query),
        body: bodyOf(request),
        fault,
      }),
    );
    return { ...answer, headers: headers() };
  };
}

const tooMany = errorAnswer(
  429,
  'GW.RATE_LIMIT',
  '요청이 많아 서비스를 일시적으로 사용할 수 없습니다. 잠시 후 다시 시도해주세요.',
);
const broken = errorAnswer(500, 'INTERNAL_SERVER_ERROR', '처리 중 오류가 발생했습니다.');

function token(practice: Practice, request: PracticeRequest): Promise<Answer> {
  if (request.method !== 'POST') refuse(404, 'GW.NOT_FOUND', '요청한 API가 없습니다.');
  const struck = {
    marketplace: 'smartstore',
    shop: '',
    operation: 'token',
    nature: 'write',
  } as const;
  return withFaults(practice, struck, { tooMany, broken }, () => giveToken(practice, request));
}

async function authenticated(
  practice: Practice,
  { headers }: PracticeRequest,
): Promise<SmartstoreShop> {
  const [, given = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  return (await shopOfToken(practice, given)) ?? unauthorized();
}

function rateHeaders(bucket: Bucket, key: string, perSecond: number): Record<string, string> {
  return {
    'GNCP-GW-RateLimit-Replenish-Rate': String(perSecond),
    'GNCP-GW-RateLimit-Burst-Capacity': String(perSecond),
    'GNCP-GW-RateLimit-Remaining': String(Math.max(0, perSecond - bucket.level(key))),
  };
}

function bodyOf({ body }: PracticeRequest): unknown {
  if (body === '') return null;
  try {
    return readJson(body);
  } catch {
    return badRequest('요청 본문이 JSON이 아닙니다.');
  }
}

function route(
  operation: string,
  nature: 'read' | 'list' | 'write',
  method: string,
  path: string,
  answer: Route<SmartstoreCall>['answer'],
): Route<SmartstoreCall> {
  return { operation, nature, methods: [method], path: new RegExp(`^${ROOT}${path}$`), answer };
}
