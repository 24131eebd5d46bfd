import { expect, it } from 'vitest';
import { reply, serve } from '@/lib/channels/testing';
import { type CjConnection, cjClient } from './cj-client';

it('asks for a token once a day, and never lends it to another mall or another key', async () => {
  const cj = await serve((request, response) => {
    const DATA = request.url.endsWith('/ReqOneDayToken')
      ? { TOKEN_NUM: `t${cj.seen.length}`, TOKEN_EXPRTN_DTM: '20260116120000' }
      : {};
    reply(response, { RESULT_CD: 'S', RESULT_DETAIL: 'Success', DATA });
  });
  const contract: CjConnection = {
    mallId: 1,
    baseUrl: cj.url,
    contractCode: '30001234',
    apiKey: '123-45-67890',
    fetch,
    now: () => new Date('2026-01-15T03:00:00Z'),
  };
  const tokensAskedBy = async (connection: CjConnection) => {
    const before = cj.seen.length;
    await cjClient(connection).call('ReqInvcNo', {});
    return cj.seen.slice(before).filter(({ url }) => url.endsWith('/ReqOneDayToken')).length;
  };
  expect(await tokensAskedBy(contract)).toBe(1);
  expect(await tokensAskedBy(contract)).toBe(0);
  expect(await tokensAskedBy({ ...contract, mallId: 2 })).toBe(1);
  expect(await tokensAskedBy({ ...contract, apiKey: '0' })).toBe(1);
});

it('asks for one token for all who call at the same moment, also when it has ended, and anew after a refusal', async () => {
  let refuses = true;
  const cj = await serve(async (request, response) => {
    if (!request.url.endsWith('/ReqOneDayToken')) {
      const hasEnded = request.headers['cj-gateway-apikey'] === 't2';
      return reply(response, { RESULT_CD: 'S', RESULT_DETAIL: '', DATA: {} }, hasEnded ? 401 : 200);
    }
    const issued = cj.seen.filter(({ url }) => url.endsWith('/ReqOneDayToken')).length;
    const DATA = { TOKEN_NUM: refuses ? '' : `t${issued}`, TOKEN_EXPRTN_DTM: '20260116120000' };
    reply(response, { RESULT_CD: 'S', RESULT_DETAIL: '', DATA });
  });
  const client = cjClient({
    mallId: 3,
    baseUrl: cj.url,
    contractCode: '30001234',
    apiKey: '123-45-67890',
    fetch,
    now: () => new Date('2026-01-15T03:00:00Z'),
  });
  const tokensAsked = () => cj.seen.filter(({ url }) => url.endsWith('/ReqOneDayToken')).length;
  await expect(client.call('ReqInvcNo', {})).rejects.toThrow();
  expect(tokensAsked()).toBe(1);
  refuses = false;
  const four = [1, 2, 3, 4].map(() => client.call('ReqInvcNo', {}));
  expect((await Promise.all(four)).every(({ isDone }) => isDone)).toBe(true);
  expect(tokensAsked()).toBe(3);
});
