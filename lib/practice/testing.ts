import { createTestDatabase } from '@/db/testing';
import type { Cafe24Item, Cafe24Order, Cafe24Receiver } from './cafe24/order';
import { type PracticeControl, practiceControl } from './control';
import { signature } from './coupang/signature';
import { readJson, writeJson } from './json';
import { type CallLimits, unlimited } from './practice';
import { type PracticeServer, startPracticeServer } from './server';
import { type Cafe24Credentials, type CoupangCredentials, practiceShops } from './shops';

export interface PracticeTest {
  readonly server: PracticeServer;
  readonly control: PracticeControl;
  readonly databaseUrl: string;
  /** The clock of the marketplaces. */
  now: Date;
  readonly close: () => Promise<void>;
}

/** Practice marketplaces on a database of their own, at noon of a January day in Seoul. */
export async function startPracticeTest(limits: Partial<CallLimits> = {}): Promise<PracticeTest> {
  const database = await createTestDatabase({ unchecked: 'no mall is in it' });
  const test = { now: new Date('2026-01-15T12:00:00+09:00') };
  const server = await startPracticeServer({
    databaseUrl: database.ownerUrl,
    controlToken: 'test-control',
    clock: () => test.now,
    random: () => 0.5,
    limits: { ...unlimited, ...limits },
  });
  return Object.assign(test, {
    server,
    databaseUrl: database.ownerUrl,
    control: practiceControl({ url: server.url, token: 'test-control' }),
    close: async () => {
      await server.close();
      await database.drop();
    },
  });
}

export interface TestAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As the test expects it; its expectations say whether it is so. */
  readonly body: Body;
}

export interface CoupangBody<Data> {
  readonly code: string | number;
  readonly data: Data;
  readonly nextToken: string;
}

export interface CoupangResults {
  readonly responseCode: number;
  readonly responseList: readonly { readonly resultCode: string; readonly succeed: boolean }[];
}

/** Each answer has some of these members. */
export interface Cafe24Body {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly error: { readonly message: string };
  readonly orders: readonly Cafe24Order[];
  readonly order: Cafe24Order;
  readonly items: readonly Cafe24Item[];
  readonly receivers: readonly Cafe24Receiver[];
  readonly shipments: readonly object[];
  readonly carriers: readonly { readonly shipping_carrier_code: string }[];
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

export function coupangCredentials(shopKey = 'coupang-daily'): CoupangCredentials {
  const shop = practiceShops.find(({ key }) => key === shopKey);
  if (shop?.marketplace !== 'coupang') throw new Error(`No Coupang shop ${shopKey}`);
  return shop.credentials;
}

export function cafe24Credentials(shopKey = 'cafe24-daily'): Cafe24Credentials {
  const shop = practiceShops.find(({ key }) => key === shopKey);
  if (shop?.marketplace !== 'cafe24') throw new Error(`No Cafe24 shop ${shopKey}`);
  return shop.credentials;
}

export interface CoupangTestCall {
  readonly method: string;
  /** After /vendors/{vendorId}/, with its version before: 'v5 ordersheets'. */
  readonly path: readonly [version: string, rest: string];
  readonly query?: string;
  readonly body?: object;
  readonly shopKey?: string;
  /** What a wrong client does otherwise. */
  readonly wrong?: {
    readonly signedQuery?: string;
    readonly signedAt?: Date;
    readonly accessKey?: string;
    readonly vendorId?: string;
  };
}

/** A call as a right client makes it, signed at the marketplaces' now. */
export async function callCoupang<Data>(
  test: PracticeTest,
  { method, path, query = '', body, shopKey, wrong = {} }: CoupangTestCall,
): Promise<TestAnswer<CoupangBody<Data>>> {
  const { vendorId, accessKey, secretKey } = coupangCredentials(shopKey);
  const [version, rest] = path;
  const apiPath = `/v2/providers/openapi/apis/api/${version}/vendors/${wrong.vendorId ?? vendorId}/${rest}`;
  const signedDate = signedDateOf(wrong.signedAt ?? test.now);
  const signed = { method, path: apiPath, query: wrong.signedQuery ?? query };
  const key = wrong.accessKey ?? accessKey;
  const authorization = `CEA algorithm=HmacSHA256, access-key=${key}, signed-date=${signedDate}, signature=${signature(secretKey, signedDate, signed)}`;
  const url = `${test.server.url}/coupang${apiPath}${query ? `?${query}` : ''}`;
  return answered(
    await fetch(url, {
      method,
      headers: { authorization, 'content-type': 'application/json;charset=UTF-8' },
      body: body && writeJson(body),
    }),
  );
}

export interface Cafe24TestCall {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body?: object;
  readonly shopKey?: string;
}

export async function callCafe24(
  test: PracticeTest,
  { method, path, token, body, shopKey }: Cafe24TestCall,
): Promise<TestAnswer<Cafe24Body>> {
  const { mallId } = cafe24Credentials(shopKey);
  return answered(
    await fetch(`${test.server.url}/cafe24/${mallId}/api/v2/admin/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    }),
  );
}

export async function refreshCafe24(
  test: PracticeTest,
  refreshToken: string,
  shopKey?: string,
  secret?: string,
): Promise<TestAnswer<Cafe24Body>> {
  const { mallId, clientId, clientSecret } = cafe24Credentials(shopKey);
  const basic = Buffer.from(`${clientId}:${secret ?? clientSecret}`).toString('base64');
  return answered(
    await fetch(`${test.server.url}/cafe24/${mallId}/api/v2/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    }),
  );
}

/** Where our answer has a member that the documented sample has not, or one of another type. */
export function undocumented(value: unknown, documented: Readonly<Record<string, string[]>>) {
  return Object.entries(shapeOf(value)).flatMap(([path, types]) => {
    const known = documented[path];
    if (!known) return [path];
    // A sample that shows only null says nothing about the type.
    const wrong = types.filter((type) => type !== 'null' && !known.includes(type));
    return known.every((type) => type === 'null') || wrong.length === 0
      ? []
      : [`${path}: ${wrong}`];
  });
}

/** The types at each path of a JSON value: orderItems[].shippingCount → number. */
export function shapeOf(value: unknown, path = '', shape: Record<string, string[]> = {}) {
  const note = (type: string) => {
    const types = shape[path] ?? [];
    if (path !== '' && !types.includes(type)) shape[path] = [...types, type];
  };
  if (Array.isArray(value)) {
    note('array');
    for (const each of value) shapeOf(each, `${path}[]`, shape);
  } else if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length === 0) note('object');
    for (const [name, each] of Object.entries(value)) {
      shapeOf(each, path === '' ? name : `${path}.${name}`, shape);
    }
  } else {
    note(value === null ? 'null' : typeof value);
  }
  return shape;
}

async function answered<Body>(response: Response): Promise<TestAnswer<Body>> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: readJson(text) as Body };
}

function signedDateOf(date: Date): string {
  return `${date.toISOString().slice(2, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
}
