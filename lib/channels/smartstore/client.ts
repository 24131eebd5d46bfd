import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelBrokenAnswerError, ChannelRefusedError } from '../errors';
import { exchange, readAnswer } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import { slotsToSkip, waitWhenBusyMs } from './rate';
import { credentialSchema, isExpired, renewed, type SmartstoreCredential } from './token';

export type SmartstoreClient = {
  now: () => Date;
  /** `path` stands behind the seller's pay-order root; what is in `data` of the answer. */
  get(path: string, query: Record<string, string>): Promise<unknown>;
  post(path: string, body: JsonValue): Promise<unknown>;
};

const root = '/v1/pay-order/seller/product-orders';

/** Where nothing is to be told, `data` may be missing. */
const envelope = z.object({ data: z.unknown().optional(), code: z.unknown().optional() });

/** Calls with a fresh access token; one that is refused all the same is renewed once. */
export function smartstoreClient(connection: Connection): SmartstoreClient {
  let credential = credentialSchema.parse(connection.credential);
  let slots = 1;

  async function attempt(
    method: 'GET' | 'POST',
    url: string,
    credential: SmartstoreCredential,
    body?: string,
  ) {
    return readingAgain(connection, () => once(method, url, credential, body));
  }

  async function once(
    method: 'GET' | 'POST',
    url: string,
    { accessToken }: SmartstoreCredential,
    body?: string,
  ) {
    for (let taken = 0; taken < slots; taken += 1) await connection.takeSlot();
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
    const answer = await exchange(connection, { method, url, headers, body }, waitWhenBusyMs);
    slots = 1 + slotsToSkip(answer.headers);
    const { data = null, code } = readAnswer(envelope, answer);
    if (data === null && code) throw new ChannelBrokenAnswerError(`code ${code} in place of data`);
    return data;
  }

  async function call(method: 'GET' | 'POST', path: string, body?: string) {
    const url = connection.baseUrl + root + path;
    if (isExpired(credential, connection.now())) credential = await renewed(connection, credential);
    try {
      return await attempt(method, url, credential, body);
    } catch (error) {
      if (!(error instanceof ChannelRefusedError) || error.status !== 401) throw error;
      credential = await renewed(connection, credential);
      return attempt(method, url, credential, body);
    }
  }

  return {
    now: connection.now,
    get: (path, query) => call('GET', `${path}?${new URLSearchParams(query)}`),
    post: (path, body) => call('POST', path, writeJson(body)),
  };
}
