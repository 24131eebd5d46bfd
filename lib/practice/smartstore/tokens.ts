import { randomBytes } from 'node:crypto';
import { type Answer, ok, type PracticeRequest } from '../http';
import type { Practice } from '../practice';
import type { SmartstoreShop } from '../store/shops';
import { badRequest, refuse } from './call';
import { secretSign } from './signature';

const LIVES_SECONDS = 10_800;
const SAME_WHILE_SECONDS = 30 * 60;
const MAY_BE_OFF = 5 * 60_000;

/** A token for who signs his id and the moment with his secret; the same one while it has half an hour. */
export async function giveToken(practice: Practice, request: PracticeRequest): Promise<Answer> {
  const form = new URLSearchParams(request.body || request.query);
  const shop = await authenticated(practice, form);
  const now = practice.clock();
  const token = (await livingToken(practice, shop, now)) ?? (await newToken(practice, shop, now));
  return ok({
    access_token: token.token,
    expires_in: Math.floor((token.expiresAt.getTime() - now.getTime()) / 1000),
    token_type: 'Bearer',
  });
}

/** The shop whose token lives; null for one that never was or is past its time. */
export async function shopOfToken(
  practice: Practice,
  token: string,
): Promise<SmartstoreShop | null> {
  const [row] = await practice.sql<{ shop: string }[]>`
    select shop from practice.tokens
    where kind = 'access' and token = ${token} and expires_at > ${practice.clock()}`;
  return smartstoreShops(practice).find(({ key }) => key === row?.shop) ?? null;
}

async function authenticated(practice: Practice, form: URLSearchParams): Promise<SmartstoreShop> {
  if (form.get('grant_type') !== 'client_credentials')
    badRequest('grant_type 항목이 유효하지 않습니다.');
  if (form.get('type') !== 'SELF') badRequest('type 항목이 유효하지 않습니다.');
  const clientId = form.get('client_id') ?? '';
  const timestamp = form.get('timestamp') ?? '';
  const offBy = Math.abs(practice.clock().getTime() - Number(timestamp));
  if (!/^\d{13}$/.test(timestamp) || offBy > MAY_BE_OFF)
    badRequest('timestamp 항목이 유효하지 않습니다.');
  const shop = smartstoreShops(practice).find((each) => each.credentials.clientId === clientId);
  if (!shop) return badRequest('client_id 항목이 유효하지 않습니다.');
  if (form.get('client_secret_sign') !== (await secretSign(shop.credentials, timestamp)))
    badRequest('client_secret_sign 항목이 유효하지 않습니다.');
  return shop;
}

interface Token {
  readonly token: string;
  readonly expiresAt: Date;
}

async function livingToken(
  { sql }: Practice,
  shop: SmartstoreShop,
  now: Date,
): Promise<Token | null> {
  const [row] = await sql<Token[]>`
    select token, expires_at as "expiresAt" from practice.tokens
    where kind = 'access' and shop = ${shop.key}
      and expires_at > ${now}::timestamptz + make_interval(secs => ${SAME_WHILE_SECONDS})
    order by expires_at desc limit 1`;
  return row ?? null;
}

async function newToken({ sql }: Practice, shop: SmartstoreShop, now: Date): Promise<Token> {
  const token = randomBytes(16).toString('base64url');
  const expiresAt = new Date(now.getTime() + LIVES_SECONDS * 1000);
  await sql`
    insert into practice.tokens (kind, token, shop, expires_at)
    values ('access', ${token}, ${shop.key}, ${expiresAt})`;
  return { token, expiresAt };
}

function smartstoreShops({ shops }: Practice): SmartstoreShop[] {
  return shops.filter((each): each is SmartstoreShop => each.marketplace === 'smartstore');
}

export function unauthorized(): never {
  return refuse(401, 'GW.AUTHN', '요청을 보낼 권한이 없습니다.');
}
