import type { Connection } from '../channel';
import { ChannelRefusedError } from '../errors';
import { type Answer, exchange } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import { type Cafe24Credential, credentialSchema, isExpired, renewed } from './token';

export type Cafe24Client = {
  shopNo: number;
  get(path: string, query: Record<string, string>): Promise<Answer>;
  /** `body` stands beside the shop_no. */
  write(method: 'POST' | 'PUT', path: string, request: JsonValue): Promise<Answer>;
};

/** Each version is served for about a year. */
const apiVersion = '2026-03-01';
/** The bucket of 40 drains by 2 a second. */
const waitWhenBusyMs = 5_000;

/** Calls with a fresh access token; one that is refused all the same is renewed once. */
export function cafe24Client(connection: Connection): Cafe24Client {
  let credential = credentialSchema.parse(connection.credential);

  async function call(method: 'GET' | 'POST' | 'PUT', path: string, query = '', body?: string) {
    const url = `${connection.baseUrl}/api/v2/admin${path}${query && `?${query}`}`;
    const attempt = (token: Cafe24Credential) =>
      readingAgain(connection, async () => {
        await connection.takeSlot();
        const headers = headersOf(token);
        return exchange(connection, { method, url, headers, body }, waitWhenBusyMs);
      });
    if (isExpired(credential, connection.now())) credential = await renewed(connection, credential);
    try {
      return await attempt(credential);
    } catch (error) {
      if (!(error instanceof ChannelRefusedError) || error.status !== 401) throw error;
      credential = await renewed(connection, credential);
      return attempt(credential);
    }
  }

  const { shopNo } = connection;
  return {
    shopNo,
    get: (path, query) =>
      call('GET', path, new URLSearchParams({ shop_no: String(shopNo), ...query }).toString()),
    write: (method, path, request) =>
      call(method, path, '', writeJson({ shop_no: shopNo, request })),
  };
}

function headersOf(credential: Cafe24Credential): Record<string, string> {
  return {
    Authorization: `Bearer ${credential.accessToken}`,
    'Content-Type': 'application/json',
    'X-Cafe24-Api-Version': apiVersion,
  };
}
