import { z } from 'zod';
import { callingWithToken } from '../access-token';
import type { Connection } from '../channel';
import { ChannelBrokenAnswerError } from '../errors';
import { exchange, readAnswer } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import { slotsToSkip, waitWhenBusyMs } from './rate';
import { smartstoreTokens } from './token';

export type SmartstoreClient = {
  now: () => Date;
  /** `path` stands behind the seller's product orders; what is in `data` of the answer. */
  get(path: string, query: Record<string, string>): Promise<unknown>;
  post(path: string, body: JsonValue): Promise<unknown>;
  /** The numbers of all product orders of an order. */
  idsOf(orderId: string): Promise<unknown>;
};

const root = '/v1/pay-order/seller';

/** Where nothing is to be told, `data` may be missing. */
const envelope = z.object({ data: z.unknown().optional(), code: z.unknown().optional() });

export function smartstoreClient(connection: Connection): SmartstoreClient {
  const withToken = callingWithToken(connection, smartstoreTokens);
  let slots = 1;

  async function once(method: 'GET' | 'POST', url: string, accessToken: string, body?: string) {
    for (let taken = 0; taken < slots; taken += 1) await connection.takeSlot();
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
    const answer = await exchange(connection, { method, url, headers, body }, waitWhenBusyMs);
    slots = 1 + slotsToSkip(answer.headers);
    const { data = null, code } = readAnswer(envelope, answer);
    if (data === null && code) throw new ChannelBrokenAnswerError(`code ${code} in place of data`);
    return data;
  }

  function call(method: 'GET' | 'POST', path: string, body?: string) {
    const url = connection.baseUrl + root + path;
    return withToken((accessToken) =>
      readingAgain(connection, () => once(method, url, accessToken, body)),
    );
  }

  return {
    now: connection.now,
    get: (path, query) => call('GET', `/product-orders${path}?${new URLSearchParams(query)}`),
    post: (path, body) => call('POST', `/product-orders${path}`, writeJson(body)),
    idsOf: (orderId) => call('GET', `/orders/${encodeURIComponent(orderId)}/product-order-ids`),
  };
}
