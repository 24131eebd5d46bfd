import { expect } from 'vitest';
import type { MakeOrdersInput } from '../control';
import { practiceShops, type SmartstoreCredentials } from '../shops';
import type { TestAnswer } from '../testing';
import { serveEachTest, test } from '../testing-each';
import type { SmartstoreOrder, SmartstoreProductOrder } from './product-order';
import { secretSign } from './signature';

let token = '';

/** To be called once by each file of tests, which have a token. */
export const serveSmartstore = () =>
  serveEachTest(async () => {
    test.now = NOON;
    await test.control.reset({ tokens: true });
    token = (await askToken()).body.access_token;
  });

export const NOON = new Date('2026-01-15T12:00:00+09:00');
export const SHOP = 'smartstore-daily';
export const ROOT = '/v1/pay-order/seller/product-orders';
export const DAY = {
  lastChangedFrom: '2026-01-14T12:00:00.000+09:00',
  lastChangedTo: '2026-01-15T12:00:00.000+09:00',
};

/** Each answer has some of these members. */
export interface SmartstoreBody {
  readonly access_token: string;
  readonly expires_in: number;
  readonly code: string;
  readonly data: SmartstoreAnswer;
}

export interface WireOrder {
  readonly order: SmartstoreOrder;
  readonly productOrder: SmartstoreProductOrder;
  readonly delivery?: { readonly trackingNumber: string };
  readonly currentClaim?: { readonly cancel?: { readonly claimStatus: string } };
}

interface SmartstoreAnswer extends ReadonlyArray<WireOrder> {
  readonly lastChangeStatuses: readonly {
    readonly productOrderId: string;
    readonly lastChangedType: string;
  }[];
  readonly more?: { readonly moreFrom: string; readonly moreSequence: string };
  readonly contents: readonly { readonly content: WireOrder }[];
  readonly pagination: { readonly hasNext: boolean };
  readonly successProductOrderInfos: readonly {
    readonly productOrderId: string;
    readonly isReceiverAddressChanged: boolean;
  }[];
  readonly successProductOrderIds: readonly string[];
  readonly failProductOrderInfos: readonly {
    readonly productOrderId: string;
    readonly code: string;
  }[];
}

type Answered = Promise<TestAnswer<SmartstoreBody>>;

export function credentials(): SmartstoreCredentials {
  const shop = practiceShops.find(({ key }) => key === SHOP);
  if (shop?.marketplace !== 'smartstore') throw new Error(`No SmartStore shop ${SHOP}`);
  return shop.credentials;
}

/** As a right client asks, but for what a wrong one does otherwise. */
export async function askToken(wrong: Record<string, string> = {}, of = test): Answered {
  const key = credentials();
  const timestamp = wrong.timestamp ?? String(of.now.getTime());
  const body = new URLSearchParams({
    client_id: key.clientId,
    timestamp,
    grant_type: 'client_credentials',
    client_secret_sign: await secretSign(key, timestamp),
    type: 'SELF',
    ...wrong,
  });
  return send(`${of.server.url}/smartstore/v1/oauth2/token`, { method: 'POST', body });
}

export function get(path: string, query: Record<string, string>, bearer = token): Answered {
  const url = `${test.server.url}/smartstore${ROOT}${path}?${new URLSearchParams(query)}`;
  return send(url, { headers: { authorization: `Bearer ${bearer}` } });
}

export function post(path: string, body: object): Answered {
  return send(`${test.server.url}/smartstore${ROOT}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function query(...productOrderIds: string[]): Promise<readonly WireOrder[]> {
  const { status, body } = await post('/query', {
    productOrderIds,
    quantityClaimCompatibility: true,
  });
  expect(status).toBe(200);
  return body.data;
}

/** Orders of the morning; the ids of their product orders as the control lists them. */
export async function makeOrders(input: Partial<MakeOrdersInput> = {}): Promise<string[]> {
  await test.control.makeOrders({ count: 10, seed: 3, shops: [SHOP], ...input });
  return (await test.control.orders()).map(({ unitNo }) => unitNo);
}

export function dispatchRow(productOrderId: string, given: Record<string, string> = {}) {
  return {
    productOrderId,
    deliveryMethod: 'DELIVERY',
    deliveryCompanyCode: 'CJGLS',
    trackingNumber: '684809623814',
    dispatchDate: '2026-01-15T12:00:00.000+09:00',
    ...given,
  };
}

export async function dispatchCodes(...rows: object[]): Promise<string[]> {
  const { body } = await post('/dispatch', { dispatchProductOrders: rows });
  return body.data.failProductOrderInfos.map(({ code }) => code);
}

async function send(url: string, init: RequestInit): Answered {
  const response = await fetch(url, init);
  const text = await response.text();
  const body = JSON.parse(text) as SmartstoreBody;
  return { status: response.status, headers: response.headers, text, body };
}
