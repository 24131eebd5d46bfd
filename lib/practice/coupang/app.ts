import { randomUUID } from 'node:crypto';
import { type Bucket, leakyBucket } from '../bucket';
import { withFaults } from '../faults';
import { type Answer, findRoute, type PracticeRequest, Refusal, type Route } from '../http';
import { readJson } from '../json';
import type { CallLimits, Practice } from '../practice';
import type { CoupangShop } from '../store/shops';
import { acknowledge } from './acknowledgement';
import type { CoupangCall } from './call';
import {
  listExchangeRequests,
  receiveExchange,
  rejectExchange,
  sendExchange,
} from './exchange-requests';
import { changeInvoices, uploadInvoices } from './invoices';
import { listOrderSheets, readOrderSheet, readOrderSheetsOfOrder } from './ordersheets';
import { refuse } from './results';
import { approveReturn, receiveReturn } from './return-approval';
import { completeShipment, stopShipment } from './return-decisions';
import { listReturnRequests } from './return-requests';
import { readAuthorization, signatureFault } from './signature';
import { listWithdrawals } from './withdrawal';

const MOUNT = '/coupang';
const API = '/v2/providers/openapi/apis/api';

const routes: readonly Route<CoupangCall>[] = [
  get('ordersheets', 'list', 'v5', 'ordersheets', listOrderSheets),
  get('ordersheet', 'read', 'v5', String.raw`ordersheets/(\d+)`, readOrderSheet),
  get('ordersheet', 'read', 'v5', String.raw`(\d+)/ordersheets`, readOrderSheetsOfOrder),
  write('acknowledgement', ['PUT', 'PATCH'], 'ordersheets/acknowledgement', acknowledge),
  write('invoices', ['POST'], 'orders/invoices', uploadInvoices),
  write('updateInvoices', ['POST'], 'orders/updateInvoices', changeInvoices),
  get('returnRequests', 'list', 'v6', 'returnRequests', listReturnRequests),
  get('returnWithdrawRequests', 'list', 'v4', 'returnWithdrawRequests', listWithdrawals),
  get('exchangeRequests', 'list', 'v4', 'exchangeRequests', listExchangeRequests),
  write('stoppedShipment', ['PUT'], String.raw`returnRequests/(\d+)/stoppedShipment`, stopShipment),
  write(
    'completedShipment',
    ['PUT'],
    String.raw`returnRequests/(\d+)/completedShipment`,
    completeShipment,
  ),
  write(
    'receiveConfirmation',
    ['PUT'],
    String.raw`returnRequests/(\d+)/receiveConfirmation`,
    receiveReturn,
  ),
  write('approval', ['PUT'], String.raw`returnRequests/(\d+)/approval`, approveReturn),
  write(
    'exchangeReceipt',
    ['PUT'],
    String.raw`exchangeRequests/(\d+)/receiveConfirmation`,
    receiveExchange,
  ),
  write('exchangeInvoices', ['POST'], String.raw`exchangeRequests/(\d+)/invoices`, sendExchange),
  write('exchangeRejection', ['PUT'], String.raw`exchangeRequests/(\d+)/rejection`, rejectExchange),
];

export type CoupangApp = (request: PracticeRequest) => Promise<Answer>;

/** The vendor API of Coupang, mounted under /coupang. */
export function coupangApp(practice: Practice): CoupangApp {
  const bucket = callBucket(practice.limits);
  return async (request) => {
    const path = request.path.slice(MOUNT.length);
    const shop = authenticated(practice, { ...request, path });
    const found = findRoute(routes, request.method, path);
    if (!found) return refuse(404, 'No such API.');
    const {
      route,
      parameters: [vendorId, ...parameters],
    } = found;
    if (vendorId !== shop.credentials.vendorId) refuse(403, 'The access key is of another vendor.');
    if (!bucket.take(shop.key)) return tooMany;
    const struck = { marketplace: 'coupang', shop: shop.key, ...route };
    return withFaults(practice, struck, { tooMany, broken }, (fault) =>
      route.answer({
        practice,
        shop,
        now: practice.clock(),
        parameters,
        query: new URLSearchParams(request.query),
        body: bodyOf(request),
        fault,
      }),
    );
  };
}

const tooMany: Answer = {
  status: 429,
  body: { code: 429, message: 'Too many requests. Please try again later.' },
};
const broken: Answer = { status: 500, body: { code: 500, message: 'Internal Server Error' } };

function authenticated(practice: Practice, request: PracticeRequest): CoupangShop {
  const authorization = readAuthorization(request.headers);
  if (typeof authorization === 'string') return unauthorized(authorization);
  const shop = practice.shops.find(
    (each): each is CoupangShop =>
      each.marketplace === 'coupang' && each.credentials.accessKey === authorization.accessKey,
  );
  if (!shop) return unauthorized('Request is not authorized.');
  const { secretKey } = shop.credentials;
  const fault = signatureFault(authorization, secretKey, request, practice.clock());
  return fault === null ? shop : unauthorized(fault);
}

function unauthorized(message: string): never {
  throw new Refusal({ status: 401, body: { code: 'ERROR', message, transactionId: randomUUID() } });
}

/** One second's calls may come at once, then as fast as the second allows. */
function callBucket({ coupangPerSecond }: CallLimits): Bucket {
  return leakyBucket(coupangPerSecond, coupangPerSecond);
}

function bodyOf({ body }: PracticeRequest): unknown {
  if (body === '') return null;
  try {
    return readJson(body);
  } catch {
    return refuse(400, 'The body is no JSON.');
  }
}

function get(
  operation: string,
  nature: 'read' | 'list',
  version: string,
  path: string,
  answer: Route<CoupangCall>['answer'],
): Route<CoupangCall> {
  return { operation, nature, methods: ['GET'], path: pathOf(version, path), answer };
}

function write(
  operation: string,
  methods: readonly string[],
  path: string,
  answer: Route<CoupangCall>['answer'],
): Route<CoupangCall> {
  return { operation, nature: 'write', methods, path: pathOf('v4', path), answer };
}

function pathOf(version: string, path: string): RegExp {
  return new RegExp(`^${API}/${version}/vendors/([^/]+)/${path}$`);
}
