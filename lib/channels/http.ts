import type { z } from 'zod';
import { OWN_NETWORK } from '@/lib/outside/public-address';
import type { CallLane, Connection } from './channel';
import {
  ChannelAnswerError,
  ChannelBrokenAnswerError,
  ChannelBusyError,
  ChannelError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from './errors';
import { parseJson } from './json';
import { readBody } from './read-body';
import { reasonOf } from './reason';

export type Call = {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Reads the answer's bytes; UTF-8 without it. */
  decode?: (bytes: Uint8Array) => string;
  /** In which it is counted; that of the account without it. */
  lane?: CallLane | undefined;
};

export type Answer = { status: number; headers: Headers; text: string };

const defaultTimeoutMs = 30_000;
/** The certain signs that no connection was made at all. */
const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  OWN_NETWORK,
]);

/** Makes one call and returns its 2xx answer; every other end is a `ChannelError`. */
export async function exchange(
  connection: Pick<Connection, 'fetch' | 'signal' | 'timeoutMs' | 'now' | 'closeLane'>,
  call: Call,
  waitWhenBusyMs: number | ((answer: Answer) => number),
): Promise<Answer> {
  const answer = await send(connection, call);
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  if (status === 429) {
    const usual = typeof waitWhenBusyMs === 'number' ? waitWhenBusyMs : waitWhenBusyMs(answer);
    const wait = retryAfterMs(answer.headers, connection.now()) ?? usual;
    return turnedAway(connection, wait, call.lane);
  }
  if (status >= 500) throw new ChannelUnavailableError(`HTTP ${status}`, true);
  if (status >= 400) throw refusal(answer);
  throw new ChannelAnswerError(`HTTP ${status} where an answer was expected`);
}

/** Whoever says longer is asked again after it. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** Too many calls: nobody else calls either until the wait is over. */
export async function turnedAway(
  connection: Pick<Connection, 'closeLane'>,
  toldMs: number,
  lane?: CallLane,
): Promise<never> {
  const waitMs = Math.min(toldMs, LONGEST_WAIT_MS);
  await connection.closeLane?.(waitMs, lane);
  throw new ChannelBusyError(waitMs);
}

/** Reads the body as JSON of the documented shape; long integers become texts. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: Answer,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(answer));
  if (parsed.success) return parsed.data;
  throw new ChannelBrokenAnswerError(reasonOf(parsed.error));
}

function jsonOf(answer: Answer): unknown {
  try {
    return parseJson(answer.text);
  } catch {
    throw new ChannelBrokenAnswerError(
      `not JSON: HTTP ${answer.status}, ${answer.headers.get('content-type') ?? 'no type'}, ${answer.text.length} characters`,
    );
  }
}

async function send(
  connection: Pick<Connection, 'fetch' | 'signal' | 'timeoutMs'>,
  call: Call,
): Promise<Answer> {
  const stop = new AbortController();
  const stopWithCaller = () => stop.abort();
  const timer = setTimeout(stopWithCaller, connection.timeoutMs ?? defaultTimeoutMs);
  connection.signal?.addEventListener('abort', stopWithCaller, { once: true });
  if (connection.signal?.aborted) stopWithCaller();
  try {
    const { url, decode, lane: _, ...init } = call;
    const response = await connection.fetch(url, {
      ...init,
      signal: stop.signal,
      redirect: 'manual',
    });
    const bytes = await readBody(response);
    const text = decode ? decode(bytes) : new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    throw error instanceof ChannelError ? error : unavailable(error);
  } finally {
    clearTimeout(timer);
    connection.signal?.removeEventListener('abort', stopWithCaller);
  }
}

function unavailable(error: unknown): ChannelUnavailableError {
  if (!(error instanceof Error)) return new ChannelUnavailableError(String(error), true);
  if (error.name === 'AbortError') return new ChannelUnavailableError('no answer in time', true);
  const code = codeOf(error.cause);
  return new ChannelUnavailableError(code || error.message, !neverArrived.has(code));
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function refusal({ status, text }: Answer): ChannelRefusedError {
  const { code, message } = wordsOf(text);
  const reason = status === 401 || status === 403 ? 'credential' : 'request';
  return new ChannelRefusedError(
    reason,
    status,
    code || String(status),
    message || `HTTP ${status}`,
  );
}

/** Marketplaces put their words at the top of the body, under `error` or under `status`. */
function wordsOf(text: string): { code: string; message: string } {
  try {
    const body = parseJson(text);
    const told = member(body, 'error') ?? member(body, 'status') ?? body;
    const words = typeof told === 'object' ? told : body;
    return {
      code: wordOf(words, 'code'),
      message: wordOf(words, 'message') || wordOf(body, 'error_description'),
    };
  } catch {
    return { code: '', message: '' };
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

function wordOf(value: unknown, name: string): string {
  const word = member(value, name);
  return typeof word === 'string' || typeof word === 'number' ? String(word).slice(0, 500) : '';
}

function retryAfterMs(headers: Headers, now: Date): number | null {
  const told = headers.get('retry-after')?.trim();
  if (!told) return null;
  const wait = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - now.getTime();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
