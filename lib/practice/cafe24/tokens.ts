import { randomBytes } from 'node:crypto';
import { type Answer, ok, type PracticeRequest, Refusal } from '../http';
import { DAY, kstWithoutZone } from '../kst';
import type { Practice } from '../practice';
import type { Cafe24Shop } from '../store/shops';

const ACCESS_LIVES = 2 * 60 * 60_000;
const REFRESH_LIVES = 14 * DAY;

/** A refresh token buys a new pair and is dead from then on, also for whoever never got the answer. */
export async function exchangeToken(
  practice: Practice,
  shop: Cafe24Shop,
  request: PracticeRequest,
): Promise<Answer> {
  checkClient(shop, request);
  const form = new URLSearchParams(request.body);
  if (form.get('grant_type') !== 'refresh_token') {
    refuse(400, 'unsupported_grant_type', 'The grant type is unauthorized.');
  }
  const now = practice.clock();
  const access = { token: randomBytes(24).toString('base64url'), until: later(now, ACCESS_LIVES) };
  const refresh = {
    token: randomBytes(24).toString('base64url'),
    until: later(now, REFRESH_LIVES),
  };
  await practice.sql.begin(async (tx) => {
    const used = await tx`
      delete from practice.tokens
      where kind = 'refresh' and token = ${form.get('refresh_token') ?? ''}
        and shop = ${shop.key} and expires_at > ${now}`;
    if (used.count !== 1) refuse(400, 'invalid_grant', 'Invalid refresh_token');
    await tx`delete from practice.tokens where shop = ${shop.key} and expires_at <= ${now}`;
    await tx`
      insert into practice.tokens (kind, token, shop, expires_at)
      values ('access', ${access.token}, ${shop.key}, ${access.until}),
        ('refresh', ${refresh.token}, ${shop.key}, ${refresh.until})`;
  });
  return ok({
    access_token: access.token,
    expires_at: kstWithoutZone(access.until),
    refresh_token: refresh.token,
    refresh_token_expires_at: kstWithoutZone(refresh.until),
    client_id: shop.credentials.clientId,
    mall_id: shop.credentials.mallId,
    user_id: shop.credentials.mallId,
    scopes: ['mall.read_order', 'mall.write_order', 'mall.read_shipping'],
    issued_at: kstWithoutZone(now),
  });
}

/** Whether an access token of this mall lives, is past its two hours, or never was. */
export async function accessState(
  { sql, clock }: Practice,
  shop: Cafe24Shop,
  token: string,
): Promise<'alive' | 'expired' | 'unknown'> {
  const [row] = await sql<{ isAlive: boolean }[]>`
    select expires_at > ${clock()} as "isAlive" from practice.tokens
    where kind = 'access' and token = ${token} and shop = ${shop.key}`;
  if (!row) return 'unknown';
  return row.isAlive ? 'alive' : 'expired';
}

function checkClient({ credentials }: Cafe24Shop, request: PracticeRequest): void {
  const { clientId, clientSecret } = credentials;
  const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  if (request.headers.authorization !== expected) {
    refuse(401, 'invalid_client', 'Client credentials are invalid.');
  }
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    refuse(400, 'invalid_request', 'The content type must be application/x-www-form-urlencoded.');
  }
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

function refuse(status: number, error: string, description: string): never {
  throw new Refusal({ status, body: { error, error_description: description } });
}
