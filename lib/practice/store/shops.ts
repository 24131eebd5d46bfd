import type {
  Cafe24Credentials,
  CoupangCredentials,
  ElevenstCredentials,
  EsmCredentials,
  PracticeShop,
  SmartstoreCredentials,
} from '../shops';
import type { Sql } from './sql';
import { jsonOf } from './units';

interface StoredShop {
  readonly key: string;
  /** Its place among the shops: what keeps the numbers of two shops apart. */
  readonly position: number;
  readonly account: string;
}

export interface CoupangShop extends StoredShop {
  readonly marketplace: 'coupang';
  readonly credentials: CoupangCredentials;
}

export interface Cafe24Shop extends StoredShop {
  readonly marketplace: 'cafe24';
  readonly credentials: Cafe24Credentials;
}

export interface SmartstoreShop extends StoredShop {
  readonly marketplace: 'smartstore';
  readonly credentials: SmartstoreCredentials;
}

export interface ElevenstShop extends StoredShop {
  readonly marketplace: '11st';
  readonly credentials: ElevenstCredentials;
}

export interface EsmShop extends StoredShop {
  readonly marketplace: 'auction' | 'gmarket';
  readonly credentials: EsmCredentials;
}

export type Shop = CoupangShop | Cafe24Shop | SmartstoreShop | ElevenstShop | EsmShop;

export async function registerShops(
  sql: Sql,
  shops: readonly PracticeShop[],
  now: Date,
): Promise<Shop[]> {
  const rows = shops.map(({ key, marketplace, account, credentials }, position) => ({
    key,
    position,
    marketplace,
    account,
    credentials: jsonOf(sql, credentials),
  }));
  await sql`
    insert into practice.shops ${sql(rows)}
    on conflict (key) do update set position = excluded.position,
      account = excluded.account, credentials = excluded.credentials`;
  await issueFirstTokens(sql, now);
  return sql<Shop[]>`
    select key, position, marketplace, account, credentials from practice.shops order by position`;
}

/** A mall that has no token yet gets its first refresh token; it is worth something only once. */
export async function issueFirstTokens(sql: Sql, now: Date): Promise<void> {
  await sql`
    insert into practice.tokens (kind, token, shop, expires_at)
    select 'refresh', credentials ->> 'refreshToken', key, ${now}::timestamptz + interval '14 days'
    from practice.shops
    where marketplace = 'cafe24'
      and not exists (select from practice.tokens where tokens.shop = shops.key)`;
}
