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
  const pair = { access: newToken(now, ACCESS_LIVES), refresh: newToken(now, REFRESH_LIVES) };
  const used = form.get('refresh_token') ?? '';
  if (!(await rotate(practice, shop, used, pair))) {
    refuse(400, 'invalid_grant', 'Invalid refresh_token');
  }
  return ok(tokenAnswer(shop, pair, now));
}

interface Token {
  readonly token: string;
  readonly until: Date;
}

interface Pair {
  readonly access: Token;
  readonly refresh: Token;
}

function newToken(now: Date, lives: number): Token {
  return {
    token: randomBytes(24).toString('base64url'),
    until: new Date(now.getTime() + lives),
  };
}

/** False when the refresh token is used up, past its time or of another mall. */
function rotate(
  { sql, clock }: Practice,
  shop: Cafe24Shop,
  usedToken: string,
  { access, refresh }: Pair,
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const used = await tx`
      delete from practice.tokens
      where kind = 'refresh' and token = ${usedToken} and shop = ${shop.key}
        and expires_at > ${clock()}`;
    if (used.count !== 1) return false;
    await tx`delete from practice.tokens where shop = ${shop.key} and expires_at <= ${clock()}`;
    await tx`
      insert into practice.tokens (kind, token, shop, expires_at)
      values ('access', ${access.token}, ${shop.key}, ${access.until}),
        ('refresh', ${refresh.token}, ${shop.key}, ${refresh.until})`;
    return true;
  });
}

/** Its times stand without a zone, as Cafe24 sends them. */
function tokenAnswer({ credentials }: Cafe24Shop, { access, refresh }: Pair, now: Date): object {
  return {
    access_token: access.token,
    expires_at: kstWithoutZone(access.until),
    refresh_token: refresh.token,
    refresh_token_expires_at: kstWithoutZone(refresh.until),
    client_id: credentials.clientId,
    mall_id: credentials.mallId,
    user_id: credentials.mallId,
    scopes: ['mall.read_order', 'mall.write_order', 'mall.read_shipping'],
    issued_at: kstWithoutZone(now),
  };
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

function refuse(status: number, error: string, description: string): never {
  throw new Refusal({ status, body: { error, error_description: description } });
}
