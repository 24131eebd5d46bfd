import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelAnswerError, ChannelRefusedError, ChannelUnavailableError } from '../errors';
import { type Answer, exchange, readAnswer, turnedAway } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import { authorization, signedDate } from './signature';

export const credentialSchema = z.object({
  vendorId: z.string().regex(/^[0-9A-Za-z]+$/),
  accessKey: z.string().min(1),
  secretKey: z.string().min(1),
});

/** Lists go on by a token or by a page; either is empty at the end. */
export type Envelope = { data: unknown; nextToken: string };

export type CoupangClient = {
  vendorId: string;
  /** `resource` stands behind `/v{n}/vendors/{vendorId}`. */
  get(version: string, resource: string, query?: string): Promise<Envelope>;
  write(method: 'POST' | 'PUT', resource: string, body: JsonValue): Promise<Envelope>;
};

const prefix = '/v2/providers/openapi/apis/api';
/** Calling on after a 429 can lock the vendor out for tens of minutes. */
const waitWhenBusyMs = 60_000;

const place = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((token) => String(token ?? ''));

const envelopeSchema = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  message: z.string().nullish(),
  data: z.unknown().optional(),
  nextToken: place,
  nextPageIndex: place,
});

/** Signs each call and opens its envelope; a code other than 200 in it is an error like an HTTP one. */
export function coupangClient(connection: Connection): CoupangClient {
  const { vendorId, ...key } = credentialSchema.parse(connection.credential);

  async function call(method: 'GET' | 'POST' | 'PUT', path: string, query: string, body?: string) {
    return readingAgain(connection, () => attempt(method, path, query, body));
  }

  async function attempt(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    query: string,
    body?: string,
  ) {
    await connection.takeSlot();
    const request = { signedDate: signedDate(connection.now()), method, path, query };
    const headers = {
      Authorization: authorization(key, request),
      'Content-Type': 'application/json;charset=UTF-8',
      'X-Requested-By': vendorId,
    };
    const url = connection.baseUrl + path + (query && `?${query}`);
    const answer = await exchange(connection, { method, url, headers, body }, waitWhenBusyMs);
    return openEnvelope(connection, answer);
  }

  return {
    vendorId,
    get: (version, resource, query = '') =>
      call('GET', `${prefix}/${version}/vendors/${vendorId}${resource}`, query),
    write: (method, resource, body) =>
      call(method, `${prefix}/v4/vendors/${vendorId}${resource}`, '', writeJson(body)),
  };
}

async function openEnvelope(connection: Connection, answer: Answer): Promise<Envelope> {
  const { code, message, data, nextToken, nextPageIndex } = readAnswer(envelopeSchema, answer);
  if (code === '200') return { data, nextToken: nextToken || nextPageIndex };
  const words = message ?? '';
  const status = Number(code);
  if (status === 429) return turnedAway(connection, waitWhenBusyMs);
  if (status >= 500) throw new ChannelUnavailableError(`code ${code}: ${words}`, true);
  if (status >= 400 || Number.isNaN(status)) {
    const reason = status === 401 || status === 403 ? 'credential' : 'request';
    throw new ChannelRefusedError(reason, status || 200, code, words);
  }
  throw new ChannelAnswerError(`code ${code}: ${words}`);
}
