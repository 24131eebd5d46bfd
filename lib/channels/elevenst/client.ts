import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelBrokenAnswerError, ChannelRefusedError, ChannelUnavailableError } from '../errors';
import { exchange } from '../http';
import { readingAgain } from '../rereading';
import { type Answered, decodeXml, type Row, readAction, readList } from './xml';

export const credentialSchema = z.object({ apiKey: z.string().regex(/^[\x21-\x7e]+$/) });

export type ElevenstClient = {
  now: () => Date;
  /** `path` stands behind the address of the API; an empty list is no error. */
  list(path: string): Promise<Row[]>;
  /** The result of an action, whatever it is, as long as the key was good and the shop open. */
  act(path: string): Promise<ActionResult>;
};

export type ActionResult = { code: string; message: string };

/** No limit is published; whoever is turned away waits long. */
const waitWhenBusyMs = 30_000;
const maintenance = '-1000';
/** 예외적으로 발생되는 모든 에러: its words alone tell what happened. */
const anyError = '-1';
const unknownSeller = new Set(['-28001', '-28005', '-29001', '-29005']);
const saysNothingFound = /(조회된 결과|해당 건)이 없습니다/;
const saysWrongKey = /key|유저가 없/i;

/** HTTP 200 says nothing here: the result code in the body does. */
export function elevenstClient(connection: Connection): ElevenstClient {
  const { apiKey } = credentialSchema.parse(connection.credential);

  async function get(path: string): Promise<string> {
    await connection.takeSlot();
    const call = {
      method: 'GET' as const,
      url: connection.baseUrl + path,
      headers: { openapikey: apiKey, Accept: 'application/xml' },
      decode: decodeXml,
    };
    return (await exchange(connection, call, waitWhenBusyMs)).text;
  }

  return {
    now: connection.now,
    list: (path) => readingAgain(connection, async () => rowsOf(readList(await get(path)))),
    act: async (path) => settledResult(readAction(await get(path))),
  };
}

function rowsOf({ rows, code, message }: Answered): Row[] {
  if (rows.length > 0 || code === '0' || saysNothingFound.test(message)) return rows;
  if (code === '') throw new ChannelBrokenAnswerError('a list with neither rows nor a result');
  refuseWithoutSeller(code, message);
  if (code === anyError) throw new ChannelUnavailableError(`${code}: ${message}`, true);
  throw new ChannelRefusedError('request', 200, code, message);
}

function settledResult(result: ActionResult): ActionResult {
  if (result.code === '') throw new ChannelBrokenAnswerError('an action without a result code');
  refuseWithoutSeller(result.code, result.message);
  return result;
}

function refuseWithoutSeller(code: string, message: string): void {
  if (code === maintenance) throw new ChannelUnavailableError(`${code}: ${message}`, false);
  if (unknownSeller.has(code) || (code === anyError && saysWrongKey.test(message)))
    throw new ChannelRefusedError('credential', 200, code, message);
}
