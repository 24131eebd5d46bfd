import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cjApp } from './cj/app';
import { practiceCj } from './cj/contract';
import { controlApp } from './control/app';
import { buyers } from './control/buyers';
import { courierApp } from './courier/app';
import { practiceCourier } from './courier/contract';
import { type Answer, type PracticeRequest, Refusal } from './http';
import { writeJson } from './json';
import { practiceMarketplaces } from './marketplaces';
import { type CallLimits, documentedLimits, type Practice } from './practice';
import { practiceShops } from './shops';
import { openStore } from './store/open';
import { registerShops } from './store/shops';
import { practiceTracking, trackingApp } from './tracking/app';

export interface PracticeServerOptions {
  readonly databaseUrl: string;
  readonly controlToken: string;
  /** 0 or none: any free one. */
  readonly port?: number;
  readonly clock?: () => Date;
  readonly random?: () => number;
  readonly limits?: Partial<CallLimits>;
}

export interface PracticeServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const MAX_BODY_BYTES = 5_000_000;

/** The practice marketplaces and their control on one port of 127.0.0.1. */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const clock = options.clock ?? (() => new Date());
  const sql = await openStore(options.databaseUrl);
  const practice: Practice = {
    sql,
    shops: await registerShops(sql, practiceShops, clock()),
    controlToken: options.controlToken,
    clock,
    random: options.random ?? Math.random,
    limits: { ...documentedLimits, ...options.limits },
    buyers,
  };
  const answer = router(practice);
  const server = createServer((request, response) => {
    respond(request, response, answer).catch((error) => response.destroy(error));
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await sql.end({ timeout: 5 });
    },
  };
}

type Responder = (request: PracticeRequest) => Promise<Answer>;

function router(practice: Practice): Responder {
  const mounts: readonly (readonly [string, Responder])[] = [
    ...practiceMarketplaces.map(({ mount, app }) => [mount, app(practice)] as const),
    [`${practiceCourier.path}/`, courierApp(practice)],
    [`${practiceCj.path}/`, cjApp(practice)],
    [`${practiceTracking.path}/`, trackingApp(practice)],
    ['/_control/', controlApp(practice)],
  ];
  return async (request) => {
    const mount = mounts.find(([prefix]) => request.path.startsWith(prefix));
    return mount ? mount[1](request) : { status: 404, body: { message: 'Not found' } };
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Responder) {
  const { status, body, headers, delivery } = await answered(request, answer);
  if (delivery === 'hang') return;
  if (delivery === 'drop') {
    request.socket.destroy();
    return;
  }
  const whole = body instanceof Uint8Array ? body : Buffer.from(writeJson(body));
  const sent = delivery === 'cut' ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(sent);
}

async function answered(request: IncomingMessage, answer: Responder): Promise<Answer> {
  try {
    return await answer(await read(request));
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    console.error(error);
    return { status: 500, body: { message: 'The practice marketplace failed.' } };
  }
}

async function read(request: IncomingMessage): Promise<PracticeRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal({ status: 413, body: { message: 'Too large' } });
    chunks.push(chunk);
  }
  const url = request.url ?? '/';
  const queryAt = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
