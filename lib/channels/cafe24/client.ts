import type { z } from 'zod';
import { callingWithToken } from '../access-token';
import type { Connection } from '../channel';
import { type Answer, exchange, readAnswer } from '../http';
import { type JsonValue, writeJson } from '../json';
import { readingAgain } from '../rereading';
import { cafe24Tokens } from './token';

export type Cafe24Client = {
  shopNo: number;
  get<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Record<string, string>,
  ): Promise<z.output<Schema>>;
  /** `body` stands beside the shop_no. */
  write(method: 'POST' | 'PUT', path: string, request: JsonValue): Promise<Answer>;
};

/** Each version is served for about a year. */
const apiVersion = '2026-03-01';
/** The bucket of 40 drains by 2 a second. */
const waitWhenBusyMs = 5_000;

export function cafe24Client(connection: Connection): Cafe24Client {
  const withToken = callingWithToken(connection, cafe24Tokens);

  function call<Result>(
    { method, path, body }: { method: 'GET' | 'POST' | 'PUT'; path: string; body?: string },
    read: (answer: Answer) => Result,
  ): Promise<Result> {
    const url = `${connection.baseUrl}/api/v2/admin${path}`;
    return withToken((accessToken) =>
      readingAgain(connection, async () => {
        await connection.takeSlot();
        const headers = headersOf(accessToken);
        return read(await exchange(connection, { method, url, headers, body }, waitWhenBusyMs));
      }),
    );
  }

  const { shopNo } = connection;
  return {
    shopNo,
    get: (schema, path, query) => {
      const asked = new URLSearchParams({ shop_no: String(shopNo), ...query });
      const request = { method: 'GET' as const, path: `${path}?${asked}` };
      return call(request, (answer) => readAnswer(schema, answer));
    },
    write: (method, path, request) => {
      const body = writeJson({ shop_no: shopNo, request });
      return call({ method, path, body }, (answer) => answer);
    },
  };
}

function headersOf(accessToken: string): Record<string, string> {
  return {
    Authorization: `Bearer ${accessToken}`,
    'Content-Type': 'application/json',
    'X-Cafe24-Api-Version': apiVersion,
  };
}
