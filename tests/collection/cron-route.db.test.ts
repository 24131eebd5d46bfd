import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { GET, POST } from '@/app/api/cron/collect/route';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';

const SECRET = 'a-cron-secret-of-this-test';

let database: TestDatabase;
beforeAll(async () => {
  const key = randomBytes(32).toString('base64');
  vi.stubEnv('CRON_SECRET', SECRET);
  vi.stubEnv('NEXTAUTH_SECRET', key);
  vi.stubEnv('MOA_ENCRYPTION_KEY', key);
  vi.stubEnv('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', key);
  database = await createTestDatabase();
  for (const name of ['모아상회', '이웃상회']) {
    const ctx = await makeMall(name);
    await makeChannel(ctx);
    await makeChannel(ctx, { marketplace: 'manual', account: 'typed' });
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

it.each([undefined, '', 'Bearer wrong', `Basic ${SECRET}`, `Bearer ${SECRET}x`])(
  'refuses %s',
  async (authorization) => {
    const answer = await POST(request(authorization));
    expect(answer.status).toBe(401);
  },
);

it('queues every due channel of every mall that has an API, once', async () => {
  const first = await POST(request(`Bearer ${SECRET}`));
  expect([first.status, await first.json()]).toEqual([200, { started: 2, skipped: 0 }]);
  const again = await GET(request(`Bearer ${SECRET}`));
  expect(await again.json()).toEqual({ started: 0, skipped: 0 });
});

function request(authorization: string | undefined): Request {
  const headers = authorization === undefined ? undefined : { authorization };
  return new Request('http://127.0.0.1/api/cron/collect', { method: 'POST', headers });
}
