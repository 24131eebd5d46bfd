import http from 'node:http';
import https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { lookupPublic } from './public-address';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * `fetch` for addresses that sellers have given: the same answers and errors, but where a name leads
 * is looked at as the connection is made, which the built-in one allows nobody. Follows no redirect.
 */
export const publicFetch: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const { method = 'GET', headers, body, signal } = init;
  if (body && typeof body !== 'string') throw new TypeError('The body must be a text.');
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: {
      'accept-encoding': 'gzip',
      'user-agent': 'Moa',
      ...Object.fromEntries(new Headers(headers)),
    },
    lookup: lookupPublic,
    ...(signal && { signal }),
  });
  endSlowConnect(request);
  request.end(body ?? undefined);
  return answerOf(await arrival(request));
};

function arrival(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) =>
      reject(error.name === 'AbortError' ? error : new TypeError('fetch failed', { cause: error })),
    );
  });
}

/** Told apart from an answer that does not come: nothing has been sent. */
function endSlowConnect(request: http.ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const error = Object.assign(new Error('connect timeout'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
    const timer = setTimeout(() => request.destroy(error), CONNECT_TIMEOUT_MS);
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
}

const WITHOUT_BODY = [204, 205, 304];

function answerOf(incoming: http.IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const isPacked = headers.get('content-encoding')?.toLowerCase() === 'gzip';
  const bytes = isPacked ? pipeline(incoming, createGunzip(), () => {}) : incoming;
  if (WITHOUT_BODY.includes(status)) incoming.resume();
  const body = WITHOUT_BODY.includes(status) ? null : (Readable.toWeb(bytes) as ReadableStream);
  return new Response(body, { status, statusText, headers });
}
