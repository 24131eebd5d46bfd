import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import type { Connection } from '@/lib/channels/channel';
import { ChannelBusyError } from '@/lib/channels/errors';
import { type Ctx, inMall } from '@/lib/context';
import { openConnections } from './connection';
import { storeCredential } from './credentials';

const INTERVAL_MS = 200;

let channels = 0;

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await makeMall();
});
afterAll(() => database.drop());

it('lets the calls of a lane through one interval apart, however many processes ask', async () => {
  const processes = await Promise.all([1, 2, 3].map(() => connect('one')));
  const lane = { key: 'gmarket:one:orders', intervalMs: INTERVAL_MS };
  const startedAt = performance.now();
  const passed: number[] = [];
  await Promise.all(
    processes.map(async (connection) => {
      for (let call = 0; call < 5; call++) {
        await connection.takeSlot(lane);
        passed.push(performance.now() - startedAt);
      }
    }),
  );
  const floorMs = (passed.length - 1) * INTERVAL_MS;
  const lastMs = Math.max(...passed);
  expect(lastMs).toBeGreaterThan(floorMs - INTERVAL_MS / 4);
  expect(lastMs).toBeLessThan(floorMs * 1.1);
});

it('counts each lane by itself, and the other calls of the account apart from them', async () => {
  const connection = await connect('two');
  const long = (key: string) => connection.takeSlot({ key, intervalMs: 60_000 });
  const startedAt = performance.now();
  await Promise.all([long('gmarket:two:orders'), long('auction:two:orders')]);
  for (let call = 0; call < 3; call++) await connection.takeSlot();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

it('closes the lane of an account that was turned away, for all processes and for nothing else', async () => {
  const [turnedAway, other] = await Promise.all([connect('three'), connect('four')]);
  const lane = { key: 'gmarket:three:orders', intervalMs: 1 };
  await turnedAway.closeLane?.(60_000, lane);
  await turnedAway.closeLane?.(10, lane);
  const error = await other.takeSlot(lane).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ChannelBusyError);
  expect(error).toMatchObject({ retryAfterMs: expect.toSatisfy((ms) => ms > 50_000) });
  await turnedAway.takeSlot();
  const startedAt = performance.now();
  await turnedAway.closeLane?.(300);
  await turnedAway.takeSlot();
  expect(performance.now() - startedAt).toBeGreaterThan(250);
  await other.takeSlot();
});

async function connect(account: string): Promise<Connection> {
  const encryptionKey = randomBytes(32).toString('base64');
  const channelId = await makeChannel(ctx, {
    marketplace: 'gmarket',
    account: `${account}${channels++}`,
  });
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into credentials (mall_id, label, ciphertext, updated_at)
      values (${ctx.mallId}, 'test', '', ${ctx.now.toISOString()}) returning id`,
    );
    await storeCredential(tx, ctx, encryptionKey, { id, credential: {} });
    await tx.execute(sql`
      update channels set credential_id = ${id}
      where mall_id = ${ctx.mallId} and id = ${channelId}`);
  });
  const open = openConnections({ encryptionKey, baseUrls: {}, clock: () => ctx.now, fetch });
  const connection = await open(ctx, channelId);
  if (!connection) throw new Error('No connection.');
  return connection;
}
