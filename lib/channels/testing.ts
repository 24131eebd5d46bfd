import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Connection } from './channel';

export type SeenRequest = {
  method: string;
  /** Exactly as it came over the wire. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

/** A marketplace of a few lines for one test: answers over real HTTP and keeps what it was asked. */
export async function serve(
  answer: (request: SeenRequest, response: ServerResponse) => void,
): Promise<{ url: string; seen: SeenRequest[]; close: () => Promise<void> }> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, seen, close };
}

export function reply(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function connectionTo(
  baseUrl: string,
  given: Pick<Connection, 'credential' | 'account'> & Partial<Connection>,
): Connection {
  return {
    baseUrl,
    shopNo: 1,
    now: () => new Date('2026-01-15T03:15:00Z'),
    takeSlot: async () => {},
    fetch,
    refreshCredential: async () => {
      throw new Error('not to be refreshed here');
    },
    ...given,
  };
}

/** A fixture's bytes as a marketplace would send them; `import` would round its long numbers. */
export function fixture(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
