import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';

it('a claimed address is gone before the application sees the request', async () => {
  await import(new URL('forget-forwarded.mjs', import.meta.url).href);
  const server = createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' };
  const seen = await (await fetch(`http://127.0.0.1:${port}`, { headers })).json();
  server.close();
  expect(seen['x-forwarded-for']).toBeUndefined();
  expect(seen['x-forwarded-proto']).toBe('https');
});
