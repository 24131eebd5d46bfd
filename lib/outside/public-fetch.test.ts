import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished, vi } from 'vitest';
import { exchange } from '@/lib/channels/http';
import { connectionTo, reply, serve } from '@/lib/channels/testing';
import { isOwnAddress, OWN_NETWORK } from './public-address';
import { publicFetch } from './public-fetch';

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.0.10',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b::1',
  '64:ff9b::7f00:0',
  '64:ff9b::192.168.0.1',
])('knows %s for an address of its own network', (address) => {
  expect(isOwnAddress({ address, family: address.includes(':') ? 6 : 4 })).toBe(true);
});

it.each([
  '8.8.8.8',
  '172.32.0.1',
  '192.169.0.1',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '64:ff9b::800:0',
])('knows %s for a public one', (address) => {
  expect(isOwnAddress({ address, family: address.includes(':') ? 6 : 4 })).toBe(false);
});

it('makes no connection to a name that leads into the own network', async () => {
  const { url, seen } = await serve((_, response) => reply(response, { code: 200 }));
  const named = url.replace('127.0.0.1', 'localhost');
  await expect(publicFetch(named)).rejects.toMatchObject({ cause: { code: OWN_NETWORK } });
  expect(seen).toEqual([]);
  const connection = connectionTo(named, { account: '', credential: null, fetch: publicFetch });
  await expect(
    exchange(connection, { method: 'GET', url: named, headers: {} }, 0),
  ).rejects.toMatchObject({ message: OWN_NETWORK, mayHaveArrived: false });
});

it('does where the installation says that the name may', async () => {
  vi.stubEnv('MOA_OWN_NETWORK_HOSTS', 'gateway.example, localhost');
  vi.resetModules();
  // What the next file imports reads the settings anew, too.
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });
  const { publicFetch: allowed } = await import('./public-fetch');
  const { url } = await serve((_, response) => reply(response, { code: 200 }));
  const answer = await allowed(url.replace('127.0.0.1', 'localhost'));
  expect(await answer.json()).toEqual({ code: 200 });
});

it('answers as the built-in one does', async () => {
  const { url, seen } = await serve((request, response) => {
    if (request.url === '/moved') reply(response, 'there', 302, { location: '/' });
    else if (request.url === '/nothing') response.writeHead(204).end();
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('묶은 답'));
  });
  const posted = await publicFetch(`${url}/`, {
    method: 'POST',
    headers: { 'x-moa': '1' },
    body: '보낸 글',
  });
  expect([posted.status, await posted.text()]).toEqual([200, '묶은 답']);
  expect(seen[0]).toMatchObject({ method: 'POST', body: '보낸 글' });
  expect(seen[0]?.headers).toMatchObject({ 'x-moa': '1', 'user-agent': 'Moa' });
  expect((await publicFetch(`${url}/moved`)).headers.get('location')).toBe('/');
  expect((await publicFetch(`${url}/nothing`)).status).toBe(204);
});

it('fails as the built-in one does', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(publicFetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
    message: 'fetch failed',
    cause: { code: 'ECONNREFUSED' },
  });
  const { url } = await serve(() => {});
  const late = publicFetch(url, { signal: AbortSignal.timeout(50) });
  await expect(late).rejects.toMatchObject({ name: 'AbortError' });
});

it('ends reading with its caller', async () => {
  const { url } = await serve((_, response) => response.write('a'));
  const stop = new AbortController();
  const { body } = await publicFetch(url, { signal: stop.signal });
  const reading = body?.getReader();
  await reading?.read();
  stop.abort();
  await expect(reading?.read()).rejects.toThrow();
});
