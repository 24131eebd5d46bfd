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
