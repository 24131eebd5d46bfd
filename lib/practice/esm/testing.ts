import { createHmac } from 'node:crypto';
import { readJson, writeJson } from '../json';
import { type EsmCredentials, practiceShops } from '../shops';
import type { PracticeTest } from '../testing';
import { test } from '../testing-each';
import type { EsmOrder } from './order';

export const SHOP = 'gmarket-daily';

export interface EsmBody<Data> {
  readonly ResultCode: number;
  readonly Message: string;
  readonly Data: Data;
}

export interface OrderList {
  readonly TotalCount: number;
  readonly RequestOrders: readonly Omit<EsmOrder, 'own'>[];
}

export interface EsmTestCall {
  readonly path: string;
  readonly body: object;
  readonly shop?: string;
  readonly on?: PracticeTest;
  /** What a wrong client does otherwise. */
  readonly wrong?: Partial<EsmCredentials> & { ssi?: string; iat?: number; aud?: string };
}

export function credentialsOf(shopKey: string): EsmCredentials {
  const shop = practiceShops.find(({ key }) => key === shopKey);
  if (shop?.marketplace !== 'auction' && shop?.marketplace !== 'gmarket')
    throw new Error(`No ESM shop ${shopKey}`);
  return shop.credentials;
}

/** A call as a right client makes it. */
export async function call<Data>({ path, body, shop = SHOP, on = test, wrong }: EsmTestCall) {
  const site = shop.split('-')[0];
  const authorization = `Bearer ${tokenOf(shop, wrong)}`;
  const response = await fetch(`${on.server.url}/${site}${path}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: writeJson(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: readJson(text) as EsmBody<Data> };
}

function tokenOf(shop: string, wrong: EsmTestCall['wrong'] = {}): string {
  const { masterId, sellerId, secretKey } = { ...credentialsOf(shop), ...wrong };
  const letter = shop.startsWith('auction') ? 'A' : 'G';
  const { ssi = `${letter}:${sellerId}`, aud = 'sa.esmplus.com', iat } = wrong;
  const content = [
    { alg: 'HS256', typ: 'JWT', kid: masterId },
    { iss: 'www.esmplus.com', sub: 'sell', aud, iat, ssi },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${createHmac('sha256', secretKey).update(content).digest('base64url')}`;
}

export const period = {
  requestDateType: 2,
  requestDateFrom: '2026-01-14 12:00',
  requestDateTo: '2026-01-15 12:00',
};

export function search(given: object, shop = SHOP) {
  const siteType = shop.startsWith('auction') ? 1 : 2;
  const body = { siteType, ...period, pageIndex: 1, pageSize: 1000, ...given };
  return call<OrderList>({ path: '/shipping/v1/Order/RequestOrders', body, shop });
}

export function check(orderNo: string) {
  return call<{ IsChanged: number }>({
    path: `/shipping/v1/Order/OrderCheck/${orderNo}`,
    body: {},
  });
}

export function ship(orderNo: string, InvoiceNo: string, given: object = {}) {
  const body = {
    OrderNo: BigInt(orderNo),
    ShippingDate: '2026-01-15T12:00:00',
    DeliveryCompanyCode: 10007,
    InvoiceNo,
    ...given,
  };
  return call({ path: '/shipping/v1/Delivery/ShippingInfo', body });
}

export function cancels(given: object = {}) {
  const body = { SiteType: 3, CancelStatus: 0, Type: 2, ...claimDays, ...given };
  return call<readonly Record<string, unknown>[]>({ path: '/claim/v1/sa/Cancels', body });
}

export const claimDays = { StartDate: '2026-01-10', EndDate: '2026-01-16' };

/** Numbers of orders that stand in one status. */
export async function made(orderStatus: 1 | 2, count = 30): Promise<string[]> {
  const acknowledgedShare = orderStatus === 2 ? 1 : 0;
  await test.control.makeOrders({ count, seed: 7, shops: [SHOP], acknowledgedShare });
  const { body } = await search({ orderStatus });
  return body.Data.RequestOrders.map(({ OrderNo }) => String(OrderNo));
}
