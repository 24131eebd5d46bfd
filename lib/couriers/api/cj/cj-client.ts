import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ChannelRefusedError } from '@/lib/channels/errors';
import { text } from '@/lib/channels/fields';
import { exchange, readAnswer } from '@/lib/channels/http';
import { parseTime } from '@/lib/channels/seoul-time';
import type { CourierConnection } from '../courier-api';

const WAIT_WHEN_BUSY_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A token is renewed before it ends. */
const BEFORE_ITS_END_MS = 30 * 60 * 1000;

const envelope = z.object({
  RESULT_CD: text,
  RESULT_DETAIL: text,
  DATA: z.unknown().optional(),
});

export type CjAnswer = {
  isDone: boolean;
  detail: string;
  /** Of an answer with one row, the row. */
  data: Record<string, unknown>;
  rows: Record<string, unknown>[];
};

export type CjClient = {
  customerId: string;
  call(resource: string, data: Record<string, unknown>): Promise<CjAnswer>;
};

export type CjConnection = Omit<CourierConnection, 'sender'>;

type Token = { token: string; until: number };

/** By mall and contract, one for all who ask at once: more than one a second is blocked. */
const tokens = new Map<string, Promise<Token>>();

/** Calls with the day's token in the header and in the body; one that has ended is renewed once. */
export function cjClient(connection: CjConnection): CjClient {
  const customerId = connection.contractCode;
  const place = placeOf(connection);

  async function token(): Promise<string> {
    const held = tokens.get(place);
    const known = await held;
    if (known && known.until > connection.now().getTime()) return known.token;
    if (tokens.get(place) === held) tokens.set(place, ask());
    return (await tokens.get(place))?.token ?? token();
  }

  function ask(): Promise<Token> {
    const asked = issue();
    asked.catch(() => forget(asked));
    return asked;
  }

  /** Another one may stand in its place by now. */
  function forget(held: Promise<Token> | undefined): void {
    if (tokens.get(place) === held) tokens.delete(place);
  }

  async function issue(): Promise<Token> {
    const body = { CUST_ID: customerId, BIZ_REG_NUM: connection.apiKey.replace(/\D/g, '') };
    const { isDone, detail, data } = await post(connection, 'ReqOneDayToken', {}, body);
    const issued = text.parse(data.TOKEN_NUM);
    if (!isDone || !issued) throw new ChannelRefusedError('credential', 200, 'token', detail);
    const until = endOf(text.parse(data.TOKEN_EXPRTN_DTM)) ?? connection.now().getTime() + DAY_MS;
    return { token: issued, until: until - BEFORE_ITS_END_MS };
  }

  async function send(resource: string, data: Record<string, unknown>): Promise<CjAnswer> {
    const current = await token();
    const headers = { 'cj-gateway-apikey': current };
    return post(connection, resource, headers, { ...data, TOKEN_NUM: current });
  }

  return {
    customerId,
    call: async (resource, data) => {
      await token();
      const held = tokens.get(place);
      try {
        return await send(resource, data);
      } catch (error) {
        const hasEnded = error instanceof ChannelRefusedError && error.status === 401;
        if (!hasEnded) throw error;
        forget(held);
        return send(resource, data);
      }
    },
  };
}

/** Who does not know the key of a contract has no use of its token. */
function placeOf({ mallId, baseUrl, contractCode, apiKey }: CjConnection): string {
  const key = createHash('sha256').update(apiKey).digest('base64url');
  return [mallId, baseUrl, contractCode, key].join(' ');
}

async function post(
  connection: CjConnection,
  resource: string,
  headers: Record<string, string>,
  data: Record<string, unknown>,
): Promise<CjAnswer> {
  const call = {
    method: 'POST' as const,
    url: `${connection.baseUrl}/${resource}`,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ DATA: data }),
  };
  const answer = readAnswer(envelope, await exchange(connection, call, WAIT_WHEN_BUSY_MS));
  const rows = rowsSchema.parse(answer.DATA);
  return {
    isDone: answer.RESULT_CD.startsWith('S'),
    detail: answer.RESULT_DETAIL || answer.RESULT_CD,
    data: rows[0] ?? {},
    rows,
  };
}

const row = z.record(z.string(), z.unknown());
const rowsSchema = z.union([z.array(row), row.transform((one) => [one])]).catch([]);

/** 20260116120000, as it is in Seoul. */
function endOf(written: string): number | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(written);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`)?.getTime() ?? null;
}
