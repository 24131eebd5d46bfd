import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { reply, serve } from '@/lib/channels/testing';
import { type Ctx, inMall } from '@/lib/context';
import { openConnections } from './connection';
import { storeCredential } from './credentials';
import { testConnection } from './test-connection';

const encryptionKey = randomBytes(32).toString('base64');
const credential = { vendorId: 'A00012345', accessKey: 'access', secretKey: 'secret' };

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

it('is good after one call for one minute, and collects nothing', async () => {
  await giveCredential();
  const { url, seen } = await serve((_, response) =>
    reply(response, { code: 200, message: 'OK', data: [], nextToken: 'more' }),
  );
  expect(await test(url)).toEqual({ kind: 'good' });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.url).toContain('/vendors/A00012345/ordersheets');
  const { runs } = await inMall(ctx, (tx) =>
    oneRow<{ runs: number }>(
      tx,
      sql`select count(*)::int as runs from collection_runs where mall_id = ${ctx.mallId}`,
    ),
  );
  expect(runs).toBe(0);
});

it('tells a refused key in the words of the marketplace', async () => {
  await giveCredential();
  const { url } = await serve((_, response) =>
    reply(response, { code: 'ERROR', message: 'Specified signature is expired.' }, 401),
  );
  expect(await test(url)).toEqual({
    kind: 'credential',
    detail: 'ERROR Specified signature is expired.',
  });
});

it.each([
  ['a busy marketplace', 429, 'busy'],
  ['one that is down', 503, 'unavailable'],
  ['one that answers with a page', 200, 'answer'],
] as const)('tells %s apart', async (_, status, kind) => {
  await giveCredential();
  const { url } = await serve((_request, response) => reply(response, '<html>', status));
  expect(await test(url)).toMatchObject({ kind });
});

it('tells that no credential is stored, without a call', async () => {
  const { url, seen } = await serve((_, response) => reply(response, {}));
  expect(await test(url)).toEqual({ kind: 'credential', detail: '' });
  expect(seen).toEqual([]);
});

it('does not know the channel of another mall', async () => {
  const other = await makeMall('남의 상회');
  const foreign = await makeChannel(other);
  await expect(test('http://127.0.0.1:9', foreign)).rejects.toMatchObject({
    messageKey: 'errors.notFound',
  });
});

function test(url: string, id = channelId) {
  const clock = () => ctx.now;
  const world = { encryptionKey, baseUrls: { coupang: url }, clock, fetch };
  return testConnection(ctx, id, openConnections(world));
}

async function giveCredential() {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into credentials (mall_id, label, ciphertext, updated_at)
      values (${ctx.mallId}, 'test', '', ${ctx.now.toISOString()}) returning id`,
    );
    await storeCredential(tx, ctx, encryptionKey, { id, credential });
    await tx.execute(sql`
      update channels set credential_id = ${id}
      where mall_id = ${ctx.mallId} and id = ${channelId}`);
  });
}
