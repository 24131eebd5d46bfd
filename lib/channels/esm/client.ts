import { z } from 'zod';
import type { CallLane, Connection } from '../channel';
import { ChannelRefusedError } from '../errors';
import { text } from '../fields';
import { type Answer, exchange, readAnswer, turnedAway } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import type { Site } from './site';
import { authorization } from './token';

/** The marketplaces ask for an issuer, but know their own domain as one. */
export const credentialSchema = z.object({
  masterId: z.string().min(1),
  sellerId: z.string().regex(/^[^\s,:]+$/),
  secretKey: z.string().min(1),
  issuer: z.string().min(1).default('www.esmplus.com'),
});

export type EsmClient = {
  site: Site;
  /** The answer's `Data`. A lane stands for calls that are counted by themselves. */
  post(path: string, body: JsonValue, lane?: CallLane): Promise<unknown>;
  call(method: 'POST' | 'PUT', path: string, body: JsonValue, lane?: CallLane): Promise<unknown>;
  /** 주문조회 over a period: one call in five seconds, counted by seller. */
  orderLane: CallLane;
};

/** The marketplace counts arrivals: two calls on the way can come closer together. */
const orderIntervalMs = 5_100;
const waitWhenBusyMs = 5_000;

/** Too many calls are told in the body, in words; the documents give them no code of their own. */
const tellsTooMany = /\d\s*초\s*(에|당)|호출\s*(제한|횟수|한도)/;
const successes = new Set(['0', 'success']);
/** A list of claims without any. */
const nothingFound = new Set(['1000', '1100']);

const envelopeSchema = z.object({
  ResultCode: z.union([z.string(), z.number()]).transform((code) => String(code).trim()),
  Message: text,
  Data: z.unknown().optional(),
});

/** Signs each call and opens its envelope; HTTP 200 alone says nothing. */
export function esmClient(connection: Connection, site: Site): EsmClient {
  const credential = credentialSchema.parse(connection.credential);
  const sellers = `${site.letter}:${credential.sellerId}`;

  async function call(method: 'POST' | 'PUT', path: string, body: JsonValue, lane?: CallLane) {
    return readingAgain(connection, () => attempt(method, path, body, lane));
  }

  async function attempt(method: 'POST' | 'PUT', path: string, body: JsonValue, lane?: CallLane) {
    await connection.takeSlot(lane);
    const headers = {
      Authorization: authorization(credential, { sellers, issuedAt: connection.now() }),
      'Content-Type': 'application/json; charset=UTF-8',
    };
    const url = connection.baseUrl + path;
    const request = { method, url, headers, body: writeJson(body), lane };
    const answer = await exchange(connection, request, waitWhenBusyMs);
    return openEnvelope(answer, () => turnedAway(connection, waitWhenBusyMs, lane));
  }

  return {
    site,
    orderLane: {
      key: `${site.marketplace}:${credential.sellerId}:orders`,
      intervalMs: orderIntervalMs,
    },
    call,
    post: (path, body, lane) => call('POST', path, body, lane),
  };
}

export function isNothingFound(error: unknown): boolean {
  return error instanceof ChannelRefusedError && nothingFound.has(error.code);
}

function openEnvelope(answer: Answer, busy: () => Promise<never>): unknown {
  const { ResultCode, Message, Data } = readAnswer(envelopeSchema, answer);
  if (successes.has(ResultCode.toLowerCase())) return Data;
  if (tellsTooMany.test(Message)) return busy();
  throw new ChannelRefusedError('request', answer.status, ResultCode, Message);
}
