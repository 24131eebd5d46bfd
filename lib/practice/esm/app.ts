import { type Bucket, leakyBucket } from '../bucket';
import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, type Route } from '../http';
import { readJson } from '../json';
import type { CallLimits, Practice } from '../practice';
import type { EsmShop } from '../store/shops';
import { failed, refuse, unauthorized } from './answers';
import type { EsmCall } from './call';
import { checkOrder } from './check';
import { approveCancel, approveReturn } from './claim-approval';
import { listCancels, listExchanges, listReturns } from './claims';
import { readDeliveryStatus } from './delivery-status';
import { collectExchange, resendExchange } from './exchange';
import { expectShipping } from './expected-date';
import { isCounted, requestOrders } from './orders';
import { shipOrder } from './shipping';
import type { EsmSite } from './site';
import { isGenuine, readToken } from './token';

const ORDERS = 'RequestOrders';

const routes: readonly Route<EsmCall>[] = [
  post(ORDERS, 'list', '/shipping/v1/Order/RequestOrders', requestOrders),
  post('OrderCheck', 'write', String.raw`/shipping/v1/Order/OrderCheck/(\d+)`, checkOrder),
  post('ShippingExpectedDate', 'write', '/shipping/v1/Order/ShippingExpectedDate', expectShipping),
  post('ShippingInfo', 'write', '/shipping/v1/Delivery/ShippingInfo', shipOrder),
  post('GetDeliveryStatus', 'read', '/shipping/v1/Delivery/GetDeliveryStatus', readDeliveryStatus),
  post('Cancels', 'list', '/claim/v1/sa/Cancels', listCancels),
  put('Cancel', String.raw`/claim/v1/sa/Cancel/(\d+)`, approveCancel),
  put('Return', String.raw`/claim/v1/sa/return/(\d+)`, approveReturn),
  post('Returns', 'list', '/claim/v1/sa/Returns', listReturns),
  put('ExchangePickup', String.raw`/claim/v1/sa/exchange/(\d+)/pickup`, collectExchange),
  post('ExchangeResend', 'write', String.raw`/claim/v1/sa/exchange/(\d+)/resend`, resendExchange),
  post('Exchanges', 'list', '/claim/v1/sa/Exchanges', listExchanges),
];

export type EsmApp = (request: PracticeRequest) => Promise<Answer>;

/** The ESM Trading API as one of its two sites has it, mounted under that site's name. */
export function esmApp(practice: Practice, site: EsmSite): EsmApp {
  const bucket = orderBucket(practice.limits);
  return async (request) => {
    const path = request.path.slice(site.key.length + 1);
    const shop = authenticated(practice, site, request);
    const found = findRoute(routes, request.method, path);
    if (!found) return { status: 404, body: { message: 'No such API.' } };
    const { route, parameters } = found;
    const body = bodyOf(request);
    if (route.operation === ORDERS && isCounted(body) && !bucket.take(shop.key)) return tooSoon;
    const struck = { marketplace: site.key, shop: shop.key, ...route };
    return withFaults(practice, struck, { tooMany, broken }, (fault) =>
      route.answer({ practice, site, shop, now: practice.clock(), parameters, body, fault }),
    );
  };
}

const tooSoon = failed('주문조회는 5초당 1회만 호출할 수 있습니다.');
const tooMany: Answer = { status: 429, body: { status: { message: 'Too Many Requests' } } };
const broken: Answer = { status: 500, body: { status: { message: 'Internal Server Error' } } };

function authenticated(practice: Practice, site: EsmSite, request: PracticeRequest): EsmShop {
  const token = readToken(request.headers);
  if (!token) return unauthorized('The token is invalid.');
  const shop = practice.shops.find(
    (each): each is EsmShop =>
      each.marketplace === site.key &&
      each.credentials.masterId === token.masterId &&
      each.credentials.sellerId === token.sellers[site.letter],
  );
  const isAllowed = shop && isGenuine(token, shop.credentials.secretKey, practice.clock());
  return isAllowed ? shop : unauthorized('The user does not have right access to the api');
}

/** One search of orders, and the next only when its seconds are over. */
function orderBucket({ esmSecondsPerOrderRequest }: CallLimits): Bucket {
  return leakyBucket(1, 1 / esmSecondsPerOrderRequest);
}

function bodyOf({ body }: PracticeRequest): unknown {
  if (body === '') return null;
  try {
    return readJson(body);
  } catch {
    return refuse('The body is no JSON.', 2000);
  }
}

function post(
  operation: string,
  nature: Route<EsmCall>['nature'],
  path: string,
  answer: Route<EsmCall>['answer'],
): Route<EsmCall> {
  return { operation, nature, methods: ['POST'], path: new RegExp(`^${path}$`), answer };
}

function put(operation: string, path: string, answer: Route<EsmCall>['answer']): Route<EsmCall> {
  return { ...post(operation, 'write', path, answer), methods: ['PUT'] };
}
