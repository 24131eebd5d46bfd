import { leakyBucket } from '../bucket';
import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, type Route } from '../http';
import { readJson } from '../json';
import type { Practice } from '../practice';
import type { Cafe24Shop } from '../store/shops';
import { type Cafe24Call, errorAnswer, refuse } from './call';
import { listCarriers } from './carriers';
import { listOrders, readBuyer, readItems, readOrder, readReceivers } from './orders';
import { processOrder, processOrdersInBulk } from './process';
import { changeShipment, deleteShipment, listShipments } from './shipment-changes';
import { createShipment, createShipmentsInBulk } from './shipments';
import { accessState, exchangeToken } from './tokens';

const ORDER = String.raw`orders/(\d{8}-\d{7})`;

const routes: readonly Route<Cafe24Call>[] = [
  { ...get('orders', 'orders', listOrders), nature: 'list' },
  get('order', ORDER, readOrder),
  get('order', `${ORDER}/items`, readItems),
  get('order', `${ORDER}/receivers`, readReceivers),
  get('order', `${ORDER}/buyer`, readBuyer),
  get('order', `${ORDER}/shipments`, listShipments),
  get('carriers', 'carriers', listCarriers),
  write('prepare', 'PUT', ORDER, processOrder),
  write('prepare', 'PUT', 'orders', processOrdersInBulk),
  write('shipments', 'POST', `${ORDER}/shipments`, createShipment),
  write('shipments', 'POST', 'shipments', createShipmentsInBulk),
  write('shipment', 'PUT', `${ORDER}/shipments/([^/]+)`, changeShipment),
  write('shipment', 'DELETE', `${ORDER}/shipments/([^/]+)`, deleteShipment),
];

export type Cafe24App = (request: PracticeRequest) => Promise<Answer>;

/** The admin API of every mall, mounted under /cafe24/{mall}. */
export function cafe24App(practice: Practice): Cafe24App {
  const { cafe24Bucket, cafe24DrainPerSecond } = practice.limits;
  const bucket = leakyBucket(cafe24Bucket, cafe24DrainPerSecond);
  return async (request) => {
    const [, mallId = '', path = ''] = /^\/cafe24\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
    const shop = practice.shops.find(
      (each): each is Cafe24Shop =>
        each.marketplace === 'cafe24' && each.credentials.mallId === mallId,
    );
    if (!shop) return refuse(404, 'The mall does not exist.');
    if (path === '/api/v2/oauth/token') return token(practice, shop, request);
    await checkAccess(practice, shop, request);
    const found = findRoute(routes, request.method, path);
    if (!found) return refuse(404, 'No API found.');
    const limit = () => ({ 'x-api-call-limit': `${bucket.level(shop.key)}/${cafe24Bucket}` });
    if (!bucket.take(shop.key)) return { ...tooMany, headers: limit() };
    const struck = { marketplace: 'cafe24', shop: shop.key, ...found.route };
    const answer = await withFaults(practice, struck, { tooMany, broken }, (fault) =>
      found.route.answer({
        practice,
        shop,
        now: practice.clock(),
        parameters: found.parameters,
        query: new URLSearchParams(request.query),
        baseUrl: `http://${request.headers.host}/cafe24/${mallId}`,
        body: bodyOf(request),
        fault,
      }),
    );
    return { ...answer, headers: limit() };
  };
}

const tooMany = errorAnswer(429, 'Too Many Requests');
const broken = errorAnswer(500, 'Internal Server Error');

function token(practice: Practice, shop: Cafe24Shop, request: PracticeRequest): Promise<Answer> {
  if (request.method !== 'POST') refuse(404, 'No API found.');
  const struck = {
    marketplace: 'cafe24',
    shop: shop.key,
    operation: 'token',
    nature: 'write',
  } as const;
  return withFaults(practice, struck, { tooMany, broken }, () =>
    exchangeToken(practice, shop, request),
  );
}

async function checkAccess(
  practice: Practice,
  shop: Cafe24Shop,
  { headers }: PracticeRequest,
): Promise<void> {
  const [, given] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (!given) return refuse(401, 'The access token is required.');
  const state = await accessState(practice, shop, given);
  if (state === 'expired') refuse(401, 'access_token time expired. (invalid_token)');
  if (state === 'unknown') refuse(401, 'Invalid access_token. (invalid_token)');
}

function bodyOf({ body, headers }: PracticeRequest): unknown {
  if (body === '') return null;
  if (!(headers['content-type'] ?? '').startsWith('application/json')) {
    refuse(400, 'Content-type is not an application/json in the header.');
  }
  try {
    return readJson(body);
  } catch {
    return refuse(400, 'The request body is no JSON.');
  }
}

function get(
  operation: string,
  path: string,
  answer: Route<Cafe24Call>['answer'],
): Route<Cafe24Call> {
  return { operation, nature: 'read', methods: ['GET'], path: pathOf(path), answer };
}

function write(
  operation: string,
  method: string,
  path: string,
  answer: Route<Cafe24Call>['answer'],
): Route<Cafe24Call> {
  return { operation, nature: 'write', methods: [method], path: pathOf(path), answer };
}

function pathOf(path: string): RegExp {
  return new RegExp(`^/api/v2/admin/${path}$`);
}
